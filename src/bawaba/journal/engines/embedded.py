"""The embedded runner: polls the outbox. For SQLite and one machine; correct, if slower, anywhere."""

from datetime import datetime

import structlog
from django.db import Error as DatabaseError
from django.db import close_old_connections

from bawaba.core import clock
from bawaba.journal.clockwork import run_due_jobs
from bawaba.journal.deadlines import start_watching
from bawaba.journal.delivery import deliver, due_rows
from bawaba.journal.ports import Engine, Stop

POLL_SECONDS = 0.25
log = structlog.get_logger()


class EmbeddedEngine:
    """Nothing to announce: the row itself is found."""

    def announce(self, rows: list[tuple[int, datetime]]) -> None:
        """The poller reads the table."""

    def remind(self, rows: list[tuple[int, datetime]]) -> None:
        """The same."""

    def run(self, stop: Stop) -> None:
        """Poll until told to stop; a database that is away for a while is waited for."""
        start_watching(stop)
        while not stop.is_set():
            try:
                run_due_jobs()
                tried = self._batch(stop)
            except DatabaseError as error:
                log.warning("worker.database", error=type(error).__name__)
                tried = 0
            if not tried:
                close_old_connections()
                stop.wait(POLL_SECONDS)

    def drain(self) -> int:
        """Work off what is due, batch after batch."""
        tried = 0
        while rows := due_rows(clock.now()):
            for row_id in rows:
                deliver(row_id)
            tried += len(rows)
        return tried

    def _batch(self, stop: Stop) -> int:
        """One batch only: the clock looks between two, and being told to stop lets only the row under way end."""
        rows = due_rows(clock.now())
        for row_id in rows:
            if stop.is_set():
                break
            deliver(row_id)
        return len(rows)


def make() -> Engine:
    """Called once by ``engine()``."""
    return EmbeddedEngine()
