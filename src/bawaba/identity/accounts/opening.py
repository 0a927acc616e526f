"""Open an account, or bind it anew to the person who stands there: the account's part of R5 and R6."""

import json
import uuid
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.identity.accounts.devices import forget_devices
from bawaba.identity.accounts.lifecycle import ACCOUNT
from bawaba.identity.accounts.models import Account, Address, TermsAcceptance, User
from bawaba.identity.accounts.open_sessions import end_sessions_of
from bawaba.identity.codes.commands import forget_failures
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import blind_index, seal
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
    now, handle = clock.now(), uuid.uuid4()
    user = _new_user(opening)
    try:
        with transaction.atomic():
            row = Account.objects.create(
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
                **sealed_person(handle, opening.person, opening.identifier),
            )
    except IntegrityError as taken:
        raise AlreadyLive from taken
    _bind_address(row, "phone", opening.phone, confirmed=True)
    if opening.email:
        _bind_address(row, "email", opening.email, confirmed=opening.email_confirmed)
    if opening.terms_version:
        TermsAcceptance.objects.create(account=row, version=opening.terms_version, accepted_at=now)
    record(Happening("account.open", handle, by, {"population": opening.population}), then=then)
    return Opened(handle, user.user_name)


def rebind_account(
    *, account: UUID, phone: str, assurance: int, attended: bool, then: list[Task], by: Actor, move: str = "rebind"
) -> str:
    """R6: presence wins. Old phone, password and sessions are dead; sensitive services wait. Returns the user name.

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
    _bind_address(row, "phone", phone, confirmed=True)
    User.objects.filter(pk=row.user_id).update(password=make_password(None))
    end_sessions_of(account)
    forget_devices(account=account)
    forget_failures(f"password|{row.user.uuid}")
    record(Happening(f"account.{move}", account, by, {"attended": attended}), then=then)
    return row.user.user_name


def mark_phone_lost(*, account: UUID, phone: str, then: list[Task], by: Actor) -> None:
    """R11: a recycled number serves its new holder; this account keeps its other ways in."""
    row = Account.objects.get(uuid=account)
    index = blind_index("account.phone", phone)
    row.addresses.filter(kind="phone", index=index, revoked_at__isnull=True).update(revoked_at=clock.now())
    if Account.objects.filter(pk=row.pk, phone_lost=False).update(phone_lost=True):
        record(Happening("account.lose_phone", account, by), then=then)


def _new_user(opening: Opening) -> User:
    wanted = opening.user_name.casefold()
    password = opening.password_hash or make_password(None)
    for name in _names(wanted):
        try:
            with transaction.atomic():
                return User.objects.create(user_name=name, password=password)
        except IntegrityError:
            continue
    return User.objects.create(user_name=f"{wanted[:20]}-{uuid.uuid4().hex[:12]}", password=password)


def _names(wanted: str) -> list[str]:
    return [wanted, *(f"{wanted[:36]}{number}" for number in range(2, NAMES_TRIED))]


def sealed_person(handle: UUID, person: Person, identifier: str) -> dict[str, bytes]:
    """The columns that say who it is: indexes for looking up, the rest sealed under the account's own key."""
    names = json.dumps({"ar": person.names.ar.full, "en": person.names.en.full}, ensure_ascii=False)
    return {
        "person_index": blind_index("account.person", person.person_key),
        "person_sealed": seal(handle, "account.person", handle, person.person_key),
        "identifier_index": blind_index("account.identifier", identifier),
        "identifier_sealed": seal(handle, "account.identifier", handle, identifier),
        "names_sealed": seal(handle, "account.names", handle, names),
    }


def _bind_address(row: Account, kind: str, text: str, *, confirmed: bool) -> None:
    now, handle = clock.now(), uuid.uuid4()
    Address.objects.create(
        uuid=handle,
        account=row,
        kind=kind,
        index=blind_index(f"account.{kind}", text),
        sealed=seal(row.uuid, "address.sealed", handle, text),
        bound_at=now,
        confirmed_at=now if confirmed else None,
    )
