"""Open an account, or bind it anew to the person who stands there: the account's part of R5 and R6."""

import json
import uuid
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from bawaba.core import clock
from bawaba.identity.accounts.addresses import addresses_to_tell
from bawaba.identity.accounts.authenticator_app import APP, end_app
from bawaba.identity.accounts.devices import forget_devices
from bawaba.identity.accounts.lifecycle import ACCOUNT
from bawaba.identity.accounts.models import Account, Address, TermsAcceptance, User
from bawaba.identity.accounts.open_sessions import end_sessions_of
from bawaba.identity.accounts.passkeys import end_passkeys
from bawaba.identity.accounts.recovery_codes import RECOVERY, drop_recovery_codes
from bawaba.identity.accounts.sent_codes import withdraw_sent_codes
from bawaba.identity.codes.commands import forget_failures
from bawaba.identity.codes.stage_tries import closed_to_strangers
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.journal.prepared import insert, insert_if_free
from bawaba.journal.vault import Sealer, blind_index, sealer, sealer_of_new
from bawaba.messaging.commands import write_messages
from bawaba.messaging.wishing import drop_held
from bawaba.registers.ports import Person

NAMES_TRIED = 50


class AlreadyLive(Exception):
    """The person has a live account: one at most (R1)."""


@dataclass(frozen=True)
class Opening:
    """What an account is opened with: the register's facts, the proven phone, and what the enrolment chose."""

    person: Person
    population: str
    identifier_kind: str
    identifier: str
    phone: str
    assurance: int
    language: str
    user_name: str
    password_hash: str
    terms_version: str
    email: str = ""
    email_confirmed: bool = False


@dataclass(frozen=True)
class Opened:
    """The new account; ``user_name`` may carry a number behind it (R10)."""

    account: UUID
    user_name: str


def open_account(*, opening: Opening, then: list[Task], by: Actor) -> Opened:
    """Insert the account inside the caller's transaction; the unique indexes decide every race."""
    handle = uuid.uuid4()
    user, sealed = _new_user(opening), sealer_of_new(handle)
    row = _account(opening, handle, user, sealed)
    if not insert_if_free(row):
        raise AlreadyLive
    email = (
        [new_address(row, sealed, "email", opening.email, confirmed=opening.email_confirmed)] if opening.email else []
    )
    insert(new_address(row, sealed, "phone", opening.phone, confirmed=True), *email)
    if opening.terms_version:
        insert(TermsAcceptance(account=row, version=opening.terms_version, accepted_at=clock.now()))
    record(Happening("account.open", handle, by, {"population": opening.population}), then=then)
    return Opened(handle, user.user_name)


def rebind_account(
    *, account: UUID, phone: str, assurance: int, attended: bool, then: list[Task], by: Actor, move: str = "rebind"
) -> str:
    """R6: presence wins. Old phone, password, passkeys and sessions are dead; sensitive services wait. Returns the user name.

    ``move`` is "attend" for a suspended account, which stays suspended until an officer has decided (R9).
    """
    now, step = clock.now(), ACCOUNT.move(move)
    row = Account.objects.select_related("user").get(uuid=account)
    won = Account.objects.filter(pk=row.pk, state__in=step.sources).update(
        state=step.target,
        attended_at=now if attended else row.attended_at,
        assurance=max(row.assurance, assurance),
        cooled_until=now + settings.LIMITS.rebind_cooldown,
        frozen_until_attended=not attended and (row.assurance >= 3 or row.frozen_until_attended),
        phone_lost=False,
        used_at=now,
    )
    if not won:
        raise AlreadyLive(account)
    row.addresses.filter(kind="phone", revoked_at__isnull=True).update(revoked_at=now)
    drop_held(subject=account, channel="sms")
    insert(new_address(row, sealer(row.uuid), "phone", phone, confirmed=True))
    User.objects.filter(pk=row.user_id).update(password=make_password(None))
    end_sessions_of(account)
    forget_devices(account=account)
    end_passkeys(account)
    end_app(account)
    drop_recovery_codes(account=account, by=by)
    forget_failures(f"password|{row.uuid}", *closed_to_strangers(APP, RECOVERY, subject=row.uuid))
    record(Happening(f"account.{move}", account, by, {"attended": attended}), then=then)
    return row.user.user_name


def mark_phone_lost(*, account: UUID, phone: str, by: Actor) -> None:
    """R11: a recycled number serves its new holder; this account keeps its other ways in, and is told on its other addresses."""
    row = Account.objects.get(uuid=account)
    index = blind_index("account.phone", phone)
    row.addresses.filter(kind="phone", index=index, revoked_at__isnull=True).update(revoked_at=clock.now())
    drop_held(subject=account, channel="sms")
    withdraw_sent_codes(account=account, by=by)  # the last one lies on that phone
    if Account.objects.filter(pk=row.pk, phone_lost=False).update(phone_lost=True):
        record(Happening("account.lose_phone", account, by), then=_phone_moved(account))


def _phone_moved(account: UUID) -> list[Task]:
    others = [other for other in addresses_to_tell(account) if other.email]
    letters = [
        write_messages(template="phone-moved", to=other, values={}, channels=("email",), by=SYSTEM) for other in others
    ]
    return [task for letter in letters for task in letter]


def _new_user(opening: Opening) -> User:
    wanted = opening.user_name.casefold()
    password = opening.password_hash or make_password(None)
    for name in names_to_try(wanted):
        user = User(user_name=name, password=password)
        if insert_if_free(user):
            return user
    last = User(user_name=f"{wanted[:20]}-{uuid.uuid4().hex[:12]}", password=password)
    insert(last)
    return last


def names_to_try(wanted: str) -> list[str]:
    """R10: as it was wished for, then with a number behind it."""
    return [wanted, *(f"{wanted[:36]}{number}" for number in range(2, NAMES_TRIED))]


def _account(opening: Opening, handle: UUID, user: User, sealed: Sealer) -> Account:
    now = clock.now()
    return Account(
        uuid=handle,
        user=user,
        population=opening.population,
        state=ACCOUNT.initial(),
        assurance=opening.assurance,
        identifier_kind=opening.identifier_kind,
        language=opening.language,
        activated_at=now,
        used_at=now,
        looked_at=now,
        **sealed_person(handle, opening.person, opening.identifier, sealed),
    )


def sealed_person(handle: UUID, person: Person, identifier: str, sealed: Sealer) -> dict[str, bytes]:
    """The columns that say who it is: indexes for looking up, the rest ``sealed`` under the account's own key."""
    names = json.dumps({"ar": person.names.ar.full, "en": person.names.en.full}, ensure_ascii=False)
    return {
        "person_index": blind_index("account.person", person.person_key),
        "person_sealed": sealed("account.person", handle, person.person_key),
        "identifier_index": blind_index("account.identifier", identifier),
        "identifier_sealed": sealed("account.identifier", handle, identifier),
        "names_sealed": sealed("account.names", handle, names),
    }


def address_index(kind: str, text: str) -> bytes:
    """The same for either e-mail of an account."""
    return blind_index("account.phone" if kind == "phone" else "account.email", text)


def new_address(row: Account, sealed: Sealer, kind: str, text: str, *, confirmed: bool) -> Address:
    """To be inserted."""
    now, handle = clock.now(), uuid.uuid4()
    return Address(
        uuid=handle,
        account=row,
        kind=kind,
        index=address_index(kind, text),
        sealed=sealed("address.sealed", handle, text),
        bound_at=now,
        confirmed_at=now if confirmed else None,
    )
