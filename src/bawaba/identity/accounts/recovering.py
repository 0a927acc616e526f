"""What a recovery does to its account, once two methods were proven: a new password, or a new phone and a new password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from bawaba.core import clock
from bawaba.identity.accounts.authenticator_app import APP
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.models import Account, Address, User
from bawaba.identity.accounts.new_phone import release_phone, replace_phone
from bawaba.identity.accounts.open_sessions import end_sessions_of, last_out_at
from bawaba.identity.accounts.recovery_codes import RECOVERY
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.commands import forget_failures
from bawaba.identity.codes.stage_tries import closed_to_strangers
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index
from bawaba.registers.ports import Person


class CannotRecover(Exception):
    """Not an account that signs in, or it was out everywhere since; a frozen one changes its phone at a counter only."""


@dataclass(frozen=True)
class Recoverable:
    """How an account stands that somebody recovers."""

    last_out: datetime | None
    frozen: bool


def recoverable(account: UUID) -> Recoverable:
    """CannotRecover for whatever does not sign in; one statement, whoever asks."""
    rows = Account.objects.filter(uuid=account, state__in=SIGNS_IN)
    found = rows.values_list("forgotten_at", "frozen_until_attended").first()
    if found is None:
        raise CannotRecover(account)
    return Recoverable(*found)


def serves(account: UUID, phone: str) -> bool:
    """Whether this phone is that account's."""
    bound = Address.objects.filter(account__uuid=account, kind="phone", index=blind_index("account.phone", phone))
    return bound.filter(revoked_at__isnull=True).exists()


def recover_password(*, account: UUID, hashed: str, last_out: datetime | None, by: Actor) -> None:
    """In the caller's transaction: every session ends, every address is told. CannotRecover."""
    _take(account, last_out)
    _renew(account, hashed)
    told = warn_every_address(account=account, template="password-recovered")
    record(Happening("account.recover_password", account, by), then=told)


def recover_phone(
    *, account: UUID, person: Person, phone: str, hashed: str, last_out: datetime | None, by: Actor
) -> None:
    """In the caller's transaction, whose turns of person and phone are taken. Passkeys, app and sheet stay: a thief has none of them.

    Sensitive services wait as after a rebind. CannotRecover, PhoneServesAnother.
    """
    until = clock.now() + settings.LIMITS.rebind_cooldown
    _take(account, last_out, frozen_until_attended=False, then={"cooled_until": until, "phone_lost": False})
    _renew(account, hashed)
    release_phone(person, phone, by)
    told = warn_every_address(account=account, template="phone-changed")
    record(Happening("account.recover_phone", account, by), then=[*told, *replace_phone(account, phone, by)])


def _take(account: UUID, last_out: datetime | None, then: dict[str, Any] | None = None, **only: bool) -> None:
    """One UPDATE on the state, as it stood when enough was proven: a suspension or a rebind in the same moment comes first or after."""
    mine = Account.objects.filter(last_out_at(last_out), uuid=account, state__in=SIGNS_IN, **only)
    if not mine.update(used_at=clock.now(), **(then or {})):
        raise CannotRecover(account)


def _renew(account: UUID, hashed: str) -> None:
    end_sessions_of(account)
    User.objects.filter(account__uuid=account).update(password=hashed)
    forget_failures(f"password|{account}", *closed_to_strangers(APP, RECOVERY, subject=account))
