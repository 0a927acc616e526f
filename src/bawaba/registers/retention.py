"""What the register said is kept to be shown when it is down, and no longer than that is useful."""

from datetime import datetime, timedelta

from bawaba.journal.handlers import every
from bawaba.registers.models import CachedFact

KEPT = timedelta(days=7)


@every(timedelta(hours=1), "registers.forget")
def forget_old_facts(now: datetime) -> None:
    """Answers that nobody asked for again."""
    CachedFact.objects.filter(fetched_at__lt=now - KEPT).delete()
