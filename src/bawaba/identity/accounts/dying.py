"""The register says that the holder of an account has died: it ends, and the household with accounts is told once, in the inbox."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bawaba.identity.accounts.closing import end_account
from bawaba.identity.accounts.queries import Holder, NoAccount, holder, live_account_of_person
from bawaba.journal.ports import Actor, Task
from bawaba.messaging.commands import write_messages
from bawaba.registers.ports import Person


def end_for_death(*, who: Holder, person: Person, by: Actor) -> bool:
    """One conditional UPDATE; whoever looks again finds it done. Nothing goes to the phone or the address of who has died."""
    with transaction.atomic():
        tell = partial(_following, who, person, by)
        return end_account(account=who.account, move="end", which=Q(), tell=tell, reason="died", by=by)


def _following(who: Holder, person: Person, by: Actor) -> list[Task]:
    """Relatives' letters; and each of their accounts is looked at, for a dependent sleeps without a head of household."""
    found = [live_account_of_person(one.person_key) for one in person.household]
    return [task for account in found if account is not None for task in _told(account, who, by)]


def _told(account: UUID, who: Holder, by: Actor) -> list[Task]:
    try:
        relative = holder(account)
    except NoAccount:
        return []
    name = who.names_en if relative.language == "en" else who.names_ar
    values = {"name": name or who.names_ar or who.names_en}
    told = write_messages(template="relative-died", to=relative.recipient(), values=values, channels=("inbox",), by=by)
    return [*told, Task("accounts.look", {"account": str(account), "heard": 1})]
