"""Decisions about registrations go after them; the key of their notes has gone with the registration."""

from datetime import datetime, timedelta

from bawaba.identity.review.models import Decision
from bawaba.journal.handlers import every

OUTLIVED = timedelta(days=32)  # the longest life of a registration, and a day


@every(timedelta(hours=24), "review.purge")
def purge_decisions(now: datetime) -> None:
    """What was decided stands in the journal."""
    Decision.objects.filter(about_enrolment=True, made_at__lt=now - OUTLIVED).delete()
