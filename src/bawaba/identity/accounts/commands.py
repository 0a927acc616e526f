"""The only writers of accounts after they were opened."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from bawaba.core import clock
from bawaba.identity.accounts.lifecycle import ACCOUNT, SIGNS_IN
from bawaba.identity.accounts.models import Account, Session
from bawaba.identity.accounts.open_sessions import end_sessions_of, end_sessions_of_nobody, follow, last_out_at
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
        follow(account, **known)
        record(Happening("account.prefer", account, by, dict(known)))


def move_account(*, account: UUID, move: str, reason: str = "", then: tuple[Task, ...] = (), by: Actor) -> None:
    """One conditional UPDATE along the table; what signs nobody in ends every session, the rest shows there (A29)."""
    step = ACCOUNT.move(move)
    with transaction.atomic():
        if not Account.objects.filter(uuid=account, state__in=step.sources).update(state=step.target):
            raise IllegalMove(move)
        if step.target not in SIGNS_IN:
            end_sessions_of(account)
        else:
            follow(account, state=step.target)
        record(Happening(f"account.{move}", account, by, {"reason": reason}), then=then)


def freeze_account(*, account: UUID, by: Actor) -> None:
    """R9 from an address that presence has revoked: sensitive services close until attended proof, nothing else."""
    with transaction.atomic():
        if Account.objects.filter(uuid=account, frozen_until_attended=False).update(frozen_until_attended=True):
            follow(account, frozen=True)
            record(Happening("account.freeze", account, by))


def let_in(*, account: UUID, last_out: datetime | None) -> None:
    """Won by one UPDATE, in the gate's transaction: neither a suspension nor a new password can cross a sign-in.

    What was proven before the account was out everywhere opens nothing after it: ``last_out`` is its ``forgotten_at`` then.
    The phone counts as used.
    """
    if not Account.objects.filter(last_out_at(last_out), uuid=account, state__in=SIGNS_IN).update(used_at=clock.now()):
        raise IllegalMove("sign_in")


def note_proof(*, account: UUID, ways: str, by: Actor) -> None:
    """A signed-in person proved again who they are; the UPDATE keeps others from changing the account meanwhile."""
    if not Account.objects.filter(uuid=account, state__in=SIGNS_IN).update(used_at=clock.now()):
        raise IllegalMove("prove")
    said = "prove_by_passkey" if ways == "passkey" else "prove"
    record(Happening(f"account.{said}", account, by, {"ways": ways}))


def keep_active(*, account: UUID) -> None:
    """In the caller's transaction: it stays active until that ends, as one UPDATE on the state says; IllegalMove.

    Of this and a closing in the same moment one comes first: a closing that waited hears of everything done before it.
    """
    if not Account.objects.filter(uuid=account, state="active").update(state="active"):
        raise IllegalMove("keep_active")


def keep_open(*, account: UUID) -> None:
    """The same of an account that logs in, whether or not it may apply: nothing is given to or taken by one that was closed."""
    if not Account.objects.filter(uuid=account, state__in=SIGNS_IN).update(used_at=F("used_at")):
        raise IllegalMove("keep_open")


def end_sessions(*, account: UUID, by: Actor) -> None:
    """Sign out everywhere."""
    with transaction.atomic():
        end_sessions_of(account)
        record(Happening("account.sign_out", account, by))


def end_every_session(*, by: Actor) -> int:
    """Of everybody, officers and unfinished forms as well; how many accounts it was told of. One transaction an account.

    Whoever was here within the longest life of a session may hold something elsewhere still.
    """
    lately = clock.now() - max(settings.LIMITS.session_life, settings.LIMITS.openid_refresh_life)
    owners = Session.objects.filter(account__isnull=False).values("account")
    found = list(Account.objects.filter(Q(uuid__in=owners) | Q(used_at__gt=lately)).values_list("uuid", flat=True))
    for account in found:
        end_sessions(account=account, by=by)
    end_sessions_of_nobody()
    return len(found)
