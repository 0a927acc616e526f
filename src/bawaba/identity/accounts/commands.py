"""The only writers of accounts after they were opened."""

from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.lifecycle import ACCOUNT
from bawaba.identity.accounts.models import Account, Session, TermsAcceptance, User
from bawaba.identity.codes.commands import use_code
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task

PREFERENCES = {
    "language": {"ar", "en"},
    "digits": {"arab", "latn"},
    "calendar": {"hijri", "gregorian"},
    "text_size": {"normal", "large", "larger"},
}


class IllegalMove(Exception):
    """The account is not in a state from which this is possible."""


def set_preferences(*, account: UUID, chosen: dict[str, str], by: Actor) -> None:
    """Language, digits, calendar, text size; unknown names and values are dropped."""
    known = {name: value for name, value in chosen.items() if value in PREFERENCES.get(name, ())}
    if not known:
        return
    with transaction.atomic():
        Account.objects.filter(uuid=account).update(**known)
        record(Happening("account.prefer", account, by, dict(known)))


def move_account(*, account: UUID, move: str, reason: str = "", then: tuple[Task, ...] = (), by: Actor) -> None:
    """One conditional UPDATE along the table; suspension and closing end every session at once (A29)."""
    step = ACCOUNT.move(move)
    with transaction.atomic():
        if not Account.objects.filter(uuid=account, state__in=step.sources).update(state=step.target):
            raise IllegalMove(move)
        if step.target in {"suspended", "closed", "locked"}:
            Session.objects.filter(account=account).delete()
        record(Happening(f"account.{move}", account, by, {"reason": reason}), then=then)


def freeze_account(*, account: UUID, by: Actor) -> None:
    """R9 from an address that presence has revoked: sensitive services close until attended proof, nothing else."""
    with transaction.atomic():
        if Account.objects.filter(uuid=account, frozen_until_attended=False).update(frozen_until_attended=True):
            record(Happening("account.freeze", account, by))


def choose_first_password(*, account: UUID, code: UUID, password: str, terms_version: str, by: Actor) -> None:
    """First log-in: the opening code is used up, and never becomes the password."""
    hashed = make_password(password)  # before the transaction: hashing holds no lock
    with transaction.atomic():
        use_code(code=code, by=by)
        row = Account.objects.get(uuid=account)
        User.objects.filter(pk=row.user_id).update(password=hashed)
        if terms_version:
            TermsAcceptance.objects.create(account=row, version=terms_version, accepted_at=clock.now())
        Session.objects.filter(account=account).delete()
        record(Happening("account.choose_password", account, by))


def note_sign_in(*, account: UUID, ways: str, by: Actor, **more: Any) -> None:
    """Every sign-in is an event, and the phone counts as used."""
    with transaction.atomic():
        Account.objects.filter(uuid=account).update(used_at=clock.now())
        record(Happening("account.sign_in", account, by, {"ways": ways, **more}))


def end_sessions(*, account: UUID, by: Actor) -> None:
    """Sign out everywhere."""
    with transaction.atomic():
        Session.objects.filter(account=account).delete()
        record(Happening("account.sign_out", account, by))
