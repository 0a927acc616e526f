"""Procrastinate on PostgreSQL: jobs are deferred in the transaction of the change and carry the row's id only."""

import threading
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from bawaba.journal.clockwork import run_due_jobs
from bawaba.journal.delivery import deliver
from bawaba.journal.ports import Engine, Stop

QUEUE = "outbox"
CLOCK_SECONDS = 1.0


@app.task(name="journal.deliver", queue=QUEUE)
def deliver_row(row_id: int) -> None:
    """One hint: try this row; when it must be tried again, leave a later hint."""
    again = deliver(row_id)
    if again is not None:
        deliver_row.configure(schedule_at=again).defer(row_id=row_id)


class ProcrastinateEngine:
    """The outbox row is the truth: a lost job is announced again by the reconciliation, a second job finds nothing to do."""

    def announce(self, rows: list[tuple[int, datetime]]) -> None:
        """Defer one job a row, on Django's own connection."""
        for row_id, due in rows:
            deliver_row.configure(schedule_at=due).defer(row_id=row_id)

    def run(self, stop: Stop) -> None:
        """One procrastinate worker, and the clock beside it."""
        threading.Thread(target=self._tick, args=(stop,), daemon=True).start()
        app.with_connector(app.connector.get_worker_connector()).run_worker(
            queues=[QUEUE], concurrency=4, delete_jobs="successful", fetch_job_polling_interval=1.0
        )

    def _tick(self, stop: Stop) -> None:
        while not stop.is_set():
            run_due_jobs()
            stop.wait(CLOCK_SECONDS)

    def drain(self) -> int:
        """Let a worker of procrastinate do all that is due, then return."""
        waiting = ProcrastinateJob.objects.filter(queue_name=QUEUE, status="todo").count()
        app.with_connector(app.connector.get_worker_connector()).run_worker(
            queues=[QUEUE], wait=False, install_signal_handlers=False, delete_jobs="successful"
        )
        return waiting


def make() -> Engine:
    """Called once by ``engine()``."""
    return ProcrastinateEngine()
