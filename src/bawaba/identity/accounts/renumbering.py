"""R1: the register gives a person another number (a visitor becomes a resident); the account and its history go along."""

from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.identity.accounts.lifecycle import LIVE
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.open_sessions import follow
from bawaba.identity.accounts.opening import AlreadyLive, sealed_person
from bawaba.identity.accounts.queries import Holder, holder
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index, sealer
from bawaba.messaging.commands import write_messages
from bawaba.registers.ports import Person


def has_moved_on(who: Holder, person: Person) -> bool:
    """Whether the register has another number or population for this very person by now."""
    now = (person.identifier_kind, person.identifier, person.population)
    return who.person_key == person.person_key and now != (who.identifier_kind, who.identifier, who.population)


def renumber(*, account: UUID, person: Person, by: Actor) -> None:
    """One conditional UPDATE on the number that is left; whoever was faster has done the same. AlreadyLive."""
    who = holder(account)
    if not has_moved_on(who, person):
        return
    left = blind_index("account.identifier", who.identifier)
    try:
        with transaction.atomic():
            moved = Account.objects.filter(uuid=account, identifier_index=left, state__in=LIVE).update(
                population=person.population,
                identifier_kind=person.identifier_kind,
                **sealed_person(account, person, person.identifier, sealer(account)),
            )
            if not moved:
                return
            follow(account, population=person.population)
            told = write_messages(
                template="account-renumbered", to=who.recipient(), values={}, channels=("sms", "inbox"), by=by
            )
            data = {"from": who.population, "to": person.population}
            record(Happening("account.renumber", account, by, data), then=told)
    except IntegrityError as taken:
        raise AlreadyLive(account) from taken
