"""The clock ends what has passed its last day; a verification looks at the day itself and does not wait for it."""

from datetime import datetime, timedelta

from bawaba.core.clock import RIYADH
from bawaba.documents.commands import move_document
from bawaba.documents.models import Document
from bawaba.journal.handlers import every
from bawaba.journal.ports import CLOCK

BATCH = 200


@every(timedelta(hours=1), "documents.expire")
def expire_documents(now: datetime) -> None:
    """Each by its own conditional UPDATE; one that is revoked in this moment stays revoked."""
    over = Document.objects.filter(state="valid", last_day__lt=now.astimezone(RIYADH).date()).order_by("last_day")
    for handle in list(over.values_list("uuid", flat=True)[:BATCH]):
        move_document(handle, "expire", by=CLOCK)
