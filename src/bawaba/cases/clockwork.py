"""An application that nobody pays for ends by itself, and its bill with it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from bawaba.cases.commands import IllegalMove, expire_application
from bawaba.cases.models import Application
from bawaba.identity.accounts.queries import NoAccount, holder
from bawaba.journal.handlers import every
from bawaba.journal.ports import SYSTEM
from bawaba.journal.vault import Erased
from bawaba.messaging.commands import write_messages

UNPAID_LIFE = timedelta(days=7)
BATCH = 200


@every(timedelta(minutes=10), "cases.expire")
def expire_unpaid(now: datetime) -> None:
    """Each in a transaction of its own; one that is paid in this moment stays."""
    rows = Application.objects.filter(state="awaiting_payment", changed_at__lt=now - UNPAID_LIFE)
    for handle, account, reference in list(
        rows.order_by("changed_at").values_list("uuid", "account", "reference")[:BATCH]
    ):
        try:
            with transaction.atomic():
                _expire(handle, account, reference)
        except IllegalMove:
            continue


def _expire(handle: UUID, account: UUID, reference: str) -> None:
    try:
        to = holder(account).recipient()
    except (NoAccount, Erased):  # nobody is left to be told
        expire_application(application=handle, then=())
        return
    values = {"reference": reference}
    told = write_messages(template="application-expired", to=to, values=values, channels=("inbox",), by=SYSTEM)
    expire_application(application=handle, then=told)
