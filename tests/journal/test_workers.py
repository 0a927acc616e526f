"""Workers in processes of their own: told to stop, killed, hung."""

import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from bawaba.core import clock
from bawaba.journal import deadlines
from bawaba.journal.commands import enqueue
from bawaba.journal.models import Outbox
from bawaba.journal.ports import Task
from bawaba.journal.reconciliation import announce_late_rows
from bawaba.messaging.models import Message
from engines import Bench, row, start_worker

KIND = "messaging.receipt"  # what a worker in another process knows, and does without the outside world


def wait_for(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def receipts(count: int) -> list[int]:
    """Messages that were handed over, and tasks that note their receipts."""
    with transaction.atomic():
        for number in range(count):
            Message.objects.create(
                subject=uuid4(),
                template="login-code",
                channel="sms",
                language="ar",
                state="handed_over",
                written_at=clock.now(),
                provider_id=f"id-{number}",
            )
            enqueue(Task(KIND, {"provider_id": f"id-{number}", "delivered": 1}))
    return list(Outbox.objects.filter(kind=KIND).values_list("pk", flat=True))


def delivered() -> int:
    return Message.objects.filter(state="delivered").count()


def test_a_worker_that_is_told_to_stop_ends_in_order(bench: Bench) -> None:
    receipts(20)
    worker = start_worker(bench.name)
    try:
        wait_for(lambda: delivered() == 20)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
    if bench.in_database:
        assert bench.sql("SELECT COUNT(*) FROM procrastinate_workers")[0][0] == 0
        assert bench.sql("SELECT COUNT(*) FROM procrastinate_jobs")[0][0] == 0


@pytest.mark.promise("A23")
def test_the_row_of_a_killed_worker_is_taken_up_within_five_minutes(bench: Bench) -> None:
    (one,) = receipts(1)
    worker = start_worker(bench.name, FAILPOINT="task.claimed:kill")
    assert worker.wait(30) == -signal.SIGKILL
    assert row(one).leased_until is not None
    assert bench.jobs("doing") == (1 if bench.in_database else 0)
    bench.wait(110)
    announce_late_rows(clock.now())
    bench.work()
    assert delivered() == 0
    bench.wait(70)  # three minutes after the claim
    announce_late_rows(clock.now())
    bench.work()
    assert (delivered(), row(one).ending) == (1, "done")
    assert (bench.jobs("doing"), bench.jobs("todo")) == (0, 0)


def test_a_worker_that_dies_after_the_deed_repeats_it_harmlessly(bench: Bench) -> None:
    (one,) = receipts(1)
    worker = start_worker(bench.name, FAILPOINT="task.done:kill")
    assert worker.wait(30) == -signal.SIGKILL
    assert (delivered(), row(one).ended_at) == (1, None)
    bench.wait(181)
    announce_late_rows(clock.now())
    bench.work()
    assert (delivered(), row(one).ending, row(one).attempts) == (1, "done", 2)


def test_a_handler_that_hangs_ends_its_worker_before_the_lease_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert deadlines.BOUND < deadlines.LEASE
    monkeypatch.setattr(deadlines, "BOUND", timedelta(seconds=0.05))
    monkeypatch.setattr(deadlines, "LOOK_SECONDS", 0.02)
    stop, hung = threading.Event(), threading.Event()
    ended: list[int] = []

    def end(code: int) -> None:
        ended.append(code)
        stop.set()

    def hang() -> None:
        with deadlines.bounded():
            hung.wait(10)

    thread = threading.Thread(target=hang)
    thread.start()
    deadlines.watch(stop, end)
    hung.set()
    thread.join()
    assert ended == [70]


def test_a_handler_that_ends_in_time_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "LOOK_SECONDS", 0.01)
    stop = threading.Event()
    ended: list[int] = []
    with deadlines.bounded():
        pass
    threading.Timer(0.1, stop.set).start()
    deadlines.watch(stop, ended.append)
    assert not ended
