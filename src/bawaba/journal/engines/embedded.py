"""The embedded runner: polls the outbox. For SQLite and one machine; correct, if slower, anywhere."""

from datetime import datetime

from django.db import close_old_connections

from bawaba.core import clock
from bawaba.journal.clockwork import run_due_jobs
from bawaba.journal.delivery import deliver, due_rows
from bawaba.journal.ports import Engine, Stop

POLL_SECONDS = 0.25


class EmbeddedEngine:
    """Nothing to announce: the row itself is found."""

    def announce(self, rows: list[tuple[int, datetime]]) -> None:
        """The poller reads the table."""

    def run(self, stop: Stop) -> None:
        """Poll until told to stop."""
        while not stop.is_set():
            run_due_jobs()
            if not self.drain():
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


def make() -> Engine:
    """Called once by ``engine()``."""
    return EmbeddedEngine()
