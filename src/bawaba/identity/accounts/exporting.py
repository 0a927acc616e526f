"""A copy of everything that the portal holds of a person: who took it is an event, and every address hears of it."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.identity.accounts.open_sessions import act_from
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening


def note_export(*, account: UUID, form: str, session_key: str | None, by: Actor) -> None:
    """Before it is handed out; ``form``: json or pdf. SessionOver, TooOften."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        spend(budget="account.export", key=str(account), windows=settings.LIMITS.exports)
        told = warn_every_address(account=account, template="data-exported")
        record(Happening("account.export", account, by, {"form": form}), then=told)
