"""What became of a message is kept for 90 days; its text never after delivery (inbox letters stay)."""

from datetime import datetime, timedelta

from bawaba.journal.handlers import every
from bawaba.messaging.models import Message

KEPT = timedelta(days=90)


@every(timedelta(hours=1), "messaging.purge")
def purge_messages(now: datetime) -> None:
    """Delete metadata that is old, and texts that were never handed over within a day."""
    Message.objects.exclude(channel="inbox").filter(written_at__lt=now - KEPT).delete()
    Message.objects.filter(state="written", written_at__lt=now - timedelta(days=1)).update(
        state="dropped", destination=None, values=None
    )
