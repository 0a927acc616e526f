"""A pause by the owner: the account signs in and reads, and nothing new is done with it anywhere until its owner resumes it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from bawaba.identity.accounts.commands import IllegalMove
from bawaba.identity.accounts.lifecycle import ACCOUNT
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.open_sessions import act_from, end_sessions_of, follow
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task

TOLD = {"pause": "account-paused", "resume": "account-resumed"}
PAUSES = ((5, 86400),)  # each is told to every address


def pause_account(*, account: UUID, session_key: str | None, by: Actor) -> None:
    """Other devices are out at once. A second click finds it done. SessionOver, IllegalMove, TooOften."""
    with transaction.atomic():
        if _moved(account, "pause", session_key):
            spend(budget="change.pause", key=str(account), windows=PAUSES)
            end_sessions_of(account, but=session_key)
            told = warn_every_address(account=account, template="account-paused", values={})
            record(Happening("account.pause", account, by), then=told)


def resume_account(*, account: UUID, session_key: str | None, by: Actor) -> None:
    """Active again; a worker looks afterwards whether it sleeps. A second click finds it done. SessionOver, IllegalMove."""
    with transaction.atomic():
        if _moved(account, "resume", session_key):
            told = warn_every_address(account=account, template="account-resumed", values={})
            look = Task("accounts.look", {"account": str(account)})
            record(Happening("account.resume", account, by), then=[look, *told])


def move_at_presence(*, account: UUID, move: str, about: Mapping[str, str], by: Actor) -> bool:
    """Pause or resume by whoever stands at a kiosk, in the caller's transaction; True when it is so now, or was already.

    A pause ends every session: whoever pauses there has none that should go on.
    """
    step = ACCOUNT.move(move)
    if not Account.objects.filter(uuid=account, state__in=step.sources).update(state=step.target):
        return Account.objects.filter(uuid=account, state=step.target).exists()
    look = []
    if move == "pause":
        end_sessions_of(account)
    else:
        follow(account, state=step.target)
        look = [Task("accounts.look", {"account": str(account)})]
    told = warn_every_address(account=account, template=TOLD[move], about=about)
    record(Happening(f"account.{move}", account, by), then=[*look, *told])
    return True


def _moved(account: UUID, move: str, session_key: str | None) -> bool:
    """One conditional UPDATE along the table; False when it is there already."""
    act_from(account=account, session_key=session_key)
    step = ACCOUNT.move(move)
    if Account.objects.filter(uuid=account, state__in=step.sources).update(state=step.target):
        follow(account, state=step.target)
        return True
    if not Account.objects.filter(uuid=account, state=step.target).exists():
        raise IllegalMove(move)
    return False
