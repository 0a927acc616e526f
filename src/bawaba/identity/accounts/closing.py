"""An account is closed: by its owner, or because the register says that its holder has died. Nothing opens it again."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from bawaba.core import clock
from bawaba.identity.accounts.authenticator_app import end_app
from bawaba.identity.accounts.devices import forget_devices
from bawaba.identity.accounts.lifecycle import ACCOUNT, SIGNS_IN
from bawaba.identity.accounts.models import Account, User
from bawaba.identity.accounts.open_sessions import act_from, end_sessions_of
from bawaba.identity.accounts.passkeys import end_passkeys
from bawaba.identity.accounts.recovery_codes import drop_recovery_codes
from bawaba.identity.accounts.repudiation import leave_reports
from bawaba.identity.accounts.sent_codes import withdraw_sent_codes
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.messaging.wishing import drop_held

Tell = Callable[[], list[Task]]


class MayNotClose(Exception):
    """Sensitive services are closed (R6, R9), or it does not sign in: whoever asks may not be its holder."""


def close_account(*, account: UUID, session_key: str | None, by: Actor) -> None:
    """By its owner, at once and for good; every address is told. SessionOver, MayNotClose.

    A new presence opens another account later (R1 counts live ones).
    """
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        tell = partial(warn_every_address, account=account, template="account-closed")
        if not end_account(account=account, move="close", which=_settled(), tell=tell, by=by):
            raise MayNotClose(account)


def close_at_presence(*, account: UUID, about: Mapping[str, str], by: Actor) -> bool:
    """By its owner at a kiosk, in the caller's transaction. False: suspended, or only attended proof opens what is closed in it."""
    tell = partial(warn_every_address, account=account, template="account-closed", about=about)
    may = Q(state__in=(*SIGNS_IN, "locked"), frozen_until_attended=False)
    return end_account(account=account, move="close", which=may, tell=tell, by=by)


def end_account(*, account: UUID, move: str, which: Q, tell: Tell, by: Actor, reason: str = "") -> bool:
    """In the caller's transaction: one conditional UPDATE, and nothing that let anybody in is left. False: not so any more.

    ``tell`` writes the messages once it is won.
    """
    step = ACCOUNT.move(move)
    if not Account.objects.filter(which, uuid=account, state__in=step.sources).update(state=step.target):
        return False
    for channel in ("sms", "email"):
        drop_held(subject=account, channel=channel)  # what waited for the morning is nobody's any more
    told = tell()
    end_sessions_of(account)
    User.objects.filter(account__uuid=account).update(password=make_password(None))
    forget_devices(account=account)
    end_passkeys(account)
    end_app(account)
    drop_recovery_codes(account=account, by=by)
    withdraw_sent_codes(account=account, by=by)
    leave_reports(account=account)
    record(Happening(f"account.{move}", account, by, {"reason": reason} if reason else {}), then=told)
    return True


def may_close(account: UUID) -> bool:
    """Whether its owner may close it from a session just now."""
    return Account.objects.filter(_settled(), uuid=account).exists()


def _settled() -> Q:
    """Whoever took it over a moment ago does not close it in its owner's absence."""
    cooled = Q(cooled_until__isnull=True) | Q(cooled_until__lte=clock.now())
    return cooled & Q(state__in=SIGNS_IN, frozen_until_attended=False)
