"""Each minute: rows that should have gone two minutes ago are announced again; ended ones are cleared after a month."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bawaba.journal.engines import engine
from bawaba.journal.handlers import every
from bawaba.journal.models import Outbox

LATE = timedelta(minutes=2)
KEPT = timedelta(days=30)


@every(timedelta(minutes=1), "journal.reconcile")
def announce_late_rows(now: datetime) -> None:
    """A task that an engine lost is only a hint lost: the row is still there."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    late = Outbox.objects.filter(free, ended_at__isnull=True, due_at__lte=now - LATE).order_by("pk")
    with transaction.atomic():
        engine().remind(list(late.values_list("pk", "due_at")[:500]))


@every(timedelta(hours=1), "journal.clear")
def clear_ended_rows(now: datetime) -> None:
    """Nothing reads a row that ended a month ago."""
    Outbox.objects.filter(ended_at__lt=now - KEPT).delete()
