"""A job of the clock is run by exactly one worker, and one that fails does not stop the clock."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from bawaba.core import clock
from bawaba.journal import handlers
from bawaba.journal.clockwork import run_due_jobs
from bawaba.journal.models import ClockJob


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """No job but the test's own."""
    mine: dict[str, Any] = {}
    monkeypatch.setattr(handlers, "_clock", mine)
    return mine


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_the_job(jobs: dict[str, Any], trials: Any) -> None:
    ran: list[datetime] = []
    handlers.every(timedelta(hours=1), "test.job")(ran.append)
    rounds = trials(50)
    for number in range(rounds):
        barrier = threading.Barrier(6)

        def look(barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            run_due_jobs()
            connection.close()

        workers = [threading.Thread(target=look) for _ in range(6)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(ran) == number + 1
        ClockJob.objects.update(due_at=clock.now())


@pytest.mark.django_db
def test_a_job_that_fails_lets_the_others_run(jobs: dict[str, Any]) -> None:
    ran: list[datetime] = []

    @handlers.every(timedelta(hours=1), "test.broken")
    def broken(now: datetime) -> None:
        raise RuntimeError("broken")

    handlers.every(timedelta(hours=1), "test.job")(ran.append)
    assert run_due_jobs() == 2
    assert run_due_jobs() == 0
    assert len(ran) == 1
