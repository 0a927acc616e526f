"""What became of a message is kept for 90 days; its text never after delivery (inbox letters stay)."""

from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Coalesce

from bawaba.journal.handlers import every
from bawaba.messaging.models import Message

KEPT = timedelta(days=90)


@every(timedelta(hours=1), "messaging.purge")
def purge_messages(now: datetime) -> None:
    """Delete metadata that is old, and texts that were never handed over within a day of when they might."""
    Message.objects.exclude(channel="inbox").filter(written_at__lt=now - KEPT).delete()
    waited = Message.objects.filter(state="written").annotate(since=Coalesce(F("held_until"), F("written_at")))
    waited.filter(since__lt=now - timedelta(days=1), written_at__lt=now - timedelta(days=1)).update(
        state="dropped", destination=None, values=None
    )
