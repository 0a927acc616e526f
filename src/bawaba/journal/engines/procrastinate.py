"""Procrastinate on PostgreSQL: jobs are deferred in the transaction of the change and carry the row's id only."""

import asyncio
import threading
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from operator import itemgetter

import structlog
from asgiref.sync import async_to_sync
from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from bawaba.journal.clockwork import run_due_jobs
from bawaba.journal.deadlines import LEASE, start_watching
from bawaba.journal.delivery import deliver
from bawaba.journal.ports import Engine, Stop

QUEUE = "outbox"
CLOCK_SECONDS = 1.0
GRACE_SECONDS = 30.0  # for the rows under way when told to stop
# A hint that ended is of no use to anybody, however it ended: the row has the truth.
OPTIONS = {"queues": [QUEUE], "delete_jobs": "always", "install_signal_handlers": False}
log = structlog.get_logger()


@app.task(name="journal.deliver", queue=QUEUE)
def deliver_row(row_id: int) -> None:
    """One hint: try this row; when it must be tried again, leave a later hint."""
    try:
        again = deliver(row_id)
        if again is not None:
            deliver_row.configure(schedule_at=again).defer(row_id=row_id)
    finally:
        close_old_connections()  # this is a thread of procrastinate's: its connection goes back to the pool


class ProcrastinateEngine:
    """The outbox row is the truth: a lost job is announced again by the reconciliation, a second job finds nothing to do."""

    def announce(self, rows: list[tuple[int, datetime]]) -> None:
        """Defer one job a row, on Django's own connection; those of one moment in one statement."""
        for due, same in groupby(sorted(rows, key=itemgetter(1)), key=itemgetter(1)):
            deliver_row.configure(schedule_at=due).batch_defer(*({"row_id": row_id} for row_id, _ in same))

    def remind(self, rows: list[tuple[int, datetime]]) -> None:
        """Defer again what no job waits for, and forget the jobs that killed workers have left behind."""
        async_to_sync(_forget_stalled)()
        ids = [row_id for row_id, _ in rows]
        todo = ProcrastinateJob.objects.filter(queue_name=QUEUE, status="todo", args__row_id__in=ids)
        waiting = set(todo.values_list("args__row_id", flat=True))
        self.announce([row for row in rows if row[0] not in waiting])

    def run(self, stop: Stop) -> None:
        """One procrastinate worker, and the clock beside it; a database that is away for a while is waited for."""
        start_watching(stop)
        ticking = threading.Thread(target=self._tick, args=(stop,), name="clock")
        ticking.start()
        while not stop.is_set():
            try:
                asyncio.run(_work_until(stop))
            except Exception as error:  # whatever broke it, the next one starts afresh
                log.warning("worker.failed", error=type(error).__name__)
            stop.wait(CLOCK_SECONDS)
        ticking.join()

    def _tick(self, stop: Stop) -> None:
        while not stop.is_set():
            try:
                run_due_jobs()
            except Exception as error:  # the clock must outlive a restart of the database
                log.warning("clock.stood_still", error=type(error).__name__)
            close_old_connections()
            stop.wait(CLOCK_SECONDS)

    def drain(self) -> int:
        """Let a worker of procrastinate do all that is due, then return."""
        waiting = ProcrastinateJob.objects.filter(queue_name=QUEUE, status="todo").count()
        app.with_connector(app.connector.get_worker_connector()).run_worker(wait=False, **OPTIONS)
        return waiting


async def _work_until(stop: Stop) -> None:
    """Cancelling procrastinate's worker lets the rows under way end."""
    own = app.with_connector(app.connector.get_worker_connector())
    async with own.open_async():
        working = asyncio.create_task(
            own.run_worker_async(
                concurrency=4, fetch_job_polling_interval=1.0, shutdown_graceful_timeout=GRACE_SECONDS, **OPTIONS
            )
        )
        while not stop.is_set() and not working.done():  # noqa: ASYNC110 - what is told by a signal is a threading.Event
            await asyncio.sleep(0.2)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def _forget_stalled() -> None:
    jobs = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=LEASE.total_seconds())
    for job in jobs:
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


def make() -> Engine:
    """Called once by ``engine()``."""
    return ProcrastinateEngine()
