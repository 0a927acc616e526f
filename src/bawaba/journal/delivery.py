"""Work off one outbox row: claim it by one UPDATE, do it, note how it ended."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import BigAutoField, CharField, DateTimeField, F, Q, QuerySet

from bawaba.core import clock
from bawaba.journal.deadlines import LEASE, bounded
from bawaba.journal.failpoints import reach
from bawaba.journal.handlers import Backoff, Doer, NobodyDoes, Payload, doer_of
from bawaba.journal.models import Outbox
from bawaba.journal.ports import Refused, Unavailable
from bawaba.journal.prepared import Given, Prepared, PreparedUpdate, built, columns_of

BATCH = 50
log = structlog.get_logger()
ROW, NOW = Given("row", BigAutoField()), Given("now", DateTimeField())


def _open_rows() -> QuerySet[Outbox]:
    return Outbox.objects.filter(ended_at__isnull=True)


def _free_rows() -> QuerySet[Outbox]:
    return _open_rows().filter(Q(leased_until__isnull=True) | Q(leased_until__lte=NOW), due_at__lte=NOW)


# A worker looks four times a second, and claims and ends every row.
DUE = Prepared(lambda: _free_rows().order_by("due_at", "pk").values_list("pk")[:BATCH])
CLAIM = PreparedUpdate(
    lambda: _free_rows().filter(pk=ROW),
    returning=columns_of(Outbox),
    leased_until=Given("leased_until", DateTimeField()),
    attempts=F("attempts") + 1,
)
END = PreparedUpdate(
    lambda: _open_rows().filter(pk=ROW), ended_at=NOW, ending=Given("ending", CharField()), leased_until=None
)


def claim(row_id: int, now: datetime) -> Outbox | None:
    """Take a due row for LEASE; None when it is done, not yet due, or another worker was faster."""
    won = CLAIM.changed(row=row_id, now=now, leased_until=now + LEASE)
    return built(Outbox, won[0]) if won else None


def due_rows(now: datetime) -> list[int]:
    """Ids of the next BATCH rows that wait to be claimed, oldest first."""
    return [row_id for (row_id,) in DUE.rows(now=now)]


def deliver(row_id: int) -> datetime | None:
    """Do what the row asks for. Returns when to try again, or None when nothing is left to do."""
    row = claim(row_id, clock.now())
    if row is None:
        return _not_yet(row_id)
    doer = _doer(row.kind)
    if row.until is not None and row.until <= clock.now():
        return _give_up(row, doer, "expired")
    if row.attempts > doer.backoff.tries:  # each try has ended the worker itself
        return _give_up(row, doer, "exhausted")
    reach("task.claimed")
    try:
        with bounded():
            doer.do(row.payload)
    except Refused:
        return _give_up(row, doer, "refused")
    except Exception as error:
        log.warning("task.failed", kind=row.kind, row=row.pk, attempts=row.attempts, error=type(error).__name__)
        if row.attempts >= doer.backoff.tries:
            return _give_up(row, doer, "exhausted")
        asked = error.after if isinstance(error, Unavailable) else timedelta(0)
        return _retry(row, max(doer.backoff.wait(row.attempts), asked))
    reach("task.done")
    _end(row, "done")
    return None


def _not_yet(row_id: int) -> datetime | None:
    """A hint that came early (the database's clock is ahead of ours) must not be the last one."""
    return (
        Outbox.objects.filter(pk=row_id, ended_at__isnull=True, due_at__gt=clock.now())
        .values_list("due_at", flat=True)
        .first()
    )


def _doer(kind: str) -> Doer:
    """While two versions run beside each other, an older worker meets kinds that it does not know: later, then."""
    try:
        return doer_of(kind)
    except NobodyDoes:
        return Doer(_not_here, Backoff())


def _not_here(payload: Payload) -> None:
    raise Unavailable("nobody here does this")


def _end(row: Outbox, ending: str) -> bool:
    return bool(END.count(row=row.pk, now=clock.now(), ending=ending))


def _give_up(row: Outbox, doer: Doer, ending: str) -> None:
    with transaction.atomic():
        if _end(row, ending) and doer.give_up is not None:
            doer.give_up(row.payload, ending)


def _retry(row: Outbox, wait: timedelta) -> datetime:
    due = clock.now() + wait
    Outbox.objects.filter(pk=row.pk, ended_at__isnull=True, leased_until=row.leased_until).update(
        due_at=due, leased_until=None
    )
    return due
