"""Jobs of the clock: any number of workers look, one UPDATE decides who runs it."""

from datetime import datetime

import structlog

from bawaba.core import clock
from bawaba.journal.handlers import ClockWork, clock_jobs
from bawaba.journal.models import ClockJob

log = structlog.get_logger()


def run_due_jobs() -> int:
    """Run every job whose time has come; the number run."""
    now = clock.now()
    due = dict(ClockJob.objects.values_list("name", "due_at"))  # one look: most of the time there is nothing to win
    return sum(_run(name, work, now) for name, work in clock_jobs().items() if due.get(name, now) <= now)


def _run(name: str, work: ClockWork, now: datetime) -> bool:
    ClockJob.objects.get_or_create(name=name, defaults={"due_at": now})
    won = ClockJob.objects.filter(name=name, due_at__lte=now).update(due_at=now + work.every, ran_at=now)
    if not won:
        return False
    try:
        work.do(now)
    except Exception as error:
        log.warning("clock.failed", job=name, error=type(error).__name__)
    return True
