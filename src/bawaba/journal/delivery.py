"""Work off one outbox row: claim it by one UPDATE, do it, note how it ended."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from bawaba.core import clock
from bawaba.journal.handlers import handler_of
from bawaba.journal.models import Outbox
from bawaba.journal.ports import Refused

LEASE = timedelta(minutes=2)  # a killed worker's row is taken up again after this
log = structlog.get_logger()


def claim(row_id: int, now: datetime) -> Outbox | None:
    """Take a due row for LEASE; None when it is done, not yet due, or another worker was faster."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    won = Outbox.objects.filter(free, pk=row_id, ended_at__isnull=True, due_at__lte=now).update(
        leased_until=now + LEASE, attempts=F("attempts") + 1
    )
    return Outbox.objects.get(pk=row_id) if won else None


def due_rows(now: datetime, limit: int = 50) -> list[int]:
    """Ids of rows that wait to be claimed, oldest first."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    rows = Outbox.objects.filter(free, ended_at__isnull=True, due_at__lte=now).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def deliver(row_id: int) -> datetime | None:
    """Do what the row asks for. Returns when to try again, or None when nothing is left to do."""
    row = claim(row_id, clock.now())
    if row is None:
        return None
    if row.until is not None and row.until <= clock.now():
        return _end(row, "expired")
    handler, backoff = handler_of(row.kind)
    try:
        handler(row.payload)
    except Refused:
        return _end(row, "refused")
    except Exception as error:
        log.warning("task.failed", kind=row.kind, row=row.pk, attempts=row.attempts, error=type(error).__name__)
        if row.attempts >= backoff.tries:
            return _end(row, "exhausted")
        return _retry(row, backoff.wait(row.attempts))
    return _end(row, "done")


def _end(row: Outbox, ending: str) -> None:
    with transaction.atomic():
        Outbox.objects.filter(pk=row.pk, ended_at__isnull=True).update(
            ended_at=clock.now(), ending=ending, leased_until=None
        )


def _retry(row: Outbox, wait: timedelta) -> datetime:
    due = clock.now() + wait
    Outbox.objects.filter(pk=row.pk, ended_at__isnull=True, leased_until=row.leased_until).update(
        due_at=due, leased_until=None
    )
    return due
