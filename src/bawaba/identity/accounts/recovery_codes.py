"""Recovery codes: ten on paper, each good once instead of the second step. Kept as HMAC under a key outside the database."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from bawaba.core.secrets import new_recovery_code
from bawaba.identity.accounts.devices import knows_device
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.open_sessions import act_from
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.code_sets import end_set, found_in_set, issue_set
from bawaba.identity.codes.commands import CodeUsed
from bawaba.identity.codes.stage_tries import count_try, forget_tries_of
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

RECOVERY = "recovery"
CHANGES = ((10, 86400),)


def make_recovery_codes(*, account: UUID, seen: int, session_key: str | None, by: Actor) -> list[str]:
    """New ones, which end the old ones; told this once. ``seen``: the set that the page showed. SessionOver, TooOften.

    One UPDATE on that set: a second click, or another page, makes none and gets none.
    """
    codes = [new_recovery_code() for _ in range(settings.LIMITS.recovery_codes)]
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        if not _replaced(account, seen, left=len(codes)):
            return []
        spend(budget="change.recovery_codes", key=str(account), windows=CHANGES)
        issue_set(purpose=RECOVERY, subject=account, texts=codes, by=by)
        told = warn_every_address(account=account, template="recovery-codes-made")
        record(Happening("account.make_recovery_codes", account, by), then=told)
    return codes


def end_recovery_codes(*, account: UUID, session_key: str | None, by: Actor) -> None:
    """None is good any more. A second click finds it done. SessionOver."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        if drop_recovery_codes(account=account, by=by):
            told = warn_every_address(account=account, template="recovery-codes-ended")
            record(Happening("account.end_recovery_codes", account, by), then=told)


def drop_recovery_codes(*, account: UUID, by: Actor) -> bool:
    """In the caller's transaction; whether there were any."""
    had = Account.objects.filter(uuid=account, recovery_codes__gt=0)
    if not had.update(recovery_codes=0, recovery_set=F("recovery_set") + 1):
        return False
    end_set(purpose=RECOVERY, subject=account, by=by)
    return True


def try_recovery_code(*, account: UUID, text: str, stage: str, device: str) -> UUID | None:
    """Count the try, then look; ``stage`` names the log-in that waits. The gate uses the code up."""
    if not count_try(purpose=RECOVERY, subject=account, stage=stage, known=knows_device(account, device)):
        return None
    code = found_in_set(purpose=RECOVERY, subject=account, text=text)
    if code is not None:
        forget_tries_of(purpose=RECOVERY, subject=account, stage=stage)
    return code


def note_recovery(*, account: UUID, by: Actor) -> None:
    """In the gate's transaction, beside the code that is used up: one fewer is left, and every address hears how many. CodeUsed."""
    if not Account.objects.filter(uuid=account, recovery_codes__gt=0).update(recovery_codes=F("recovery_codes") - 1):
        raise CodeUsed(account)
    left = Account.objects.values_list("recovery_codes", flat=True).get(uuid=account)
    told = warn_every_address(account=account, template="recovery-code-used", values={"left": str(left)})
    record(Happening("account.use_recovery_code", account, by, {"left": left}), then=told)


def _replaced(account: UUID, seen: int, *, left: int) -> bool:
    rows = Account.objects.filter(uuid=account, recovery_set=seen)
    return bool(rows.update(recovery_set=seen + 1, recovery_codes=left))
