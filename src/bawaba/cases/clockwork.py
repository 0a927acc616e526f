"""An application that nobody goes on with ends by itself, and its bill with it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bawaba.cases.commands import IllegalMove, expire_application
from bawaba.cases.models import IS_WAITING, Application
from bawaba.identity.accounts.queries import NoAccount, holder
from bawaba.journal.handlers import every
from bawaba.journal.ports import SYSTEM
from bawaba.journal.vault import Erased
from bawaba.messaging.commands import write_messages

UNPAID_LIFE = timedelta(days=7)
LIVES = {
    # state: how long it is waited for, and the letter that tells of the end; a draft ends without one
    "awaiting_payment": (UNPAID_LIFE, "application-expired"),
    "awaiting_counterparty": (timedelta(days=7), "counterparty-declined"),  # as if declined: who exists is not told
    "returned": (timedelta(days=30), "application-unanswered"),
    "draft": (timedelta(days=30), ""),
}
BATCH = 200


@every(timedelta(minutes=10), "cases.expire")
def expire_forgotten(now: datetime) -> None:
    """Each in a transaction of its own; one that goes on in this moment stays."""
    for state, (life, letter) in LIVES.items():
        rows = Application.objects.filter(IS_WAITING, state=state, changed_at__lt=now - life).order_by("changed_at")
        for handle, account, reference in list(rows.values_list("uuid", "account", "reference")[:BATCH]):
            try:
                with transaction.atomic():
                    _expire(handle, state, (account, reference, letter))
            except IllegalMove:
                continue


def _expire(handle: UUID, state: str, tell: tuple[UUID, str, str]) -> None:
    account, reference, letter = tell
    try:
        to = holder(account).recipient() if letter else None
    except (NoAccount, Erased):  # nobody is left to be told
        to = None
    if to is None:
        expire_application(application=handle, state=state, then=())
        return
    values = {"reference": reference}
    told = write_messages(template=letter, to=to, values=values, channels=("inbox",), by=SYSTEM)
    expire_application(application=handle, state=state, then=told)
