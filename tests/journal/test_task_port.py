"""One contract for both engines: in the transaction, once, again by the table, dropped in time, never again when refused."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from bawaba.core import clock
from bawaba.journal.commands import OutsideTransaction, enqueue
from bawaba.journal.deadlines import LEASE
from bawaba.journal.delivery import deliver
from bawaba.journal.handlers import Backoff, NobodyDoes
from bawaba.journal.models import Outbox
from bawaba.journal.ports import Refused, Task, Unavailable
from bawaba.journal.reconciliation import announce_late_rows
from engines import Bench, doing, put, row


class Changed(Exception):
    """The change was rolled back."""


def change_and_fail() -> None:
    with transaction.atomic():
        enqueue(Task("test.note", {"number": 1}))
        raise Changed


def test_a_task_of_a_change_that_was_rolled_back_does_not_exist(bench: Bench) -> None:
    done: list[Any] = []
    with doing("test.note", done.append):
        with pytest.raises(Changed):
            change_and_fail()
        bench.work()
        assert (done, Outbox.objects.count(), bench.jobs("todo")) == ([], 0, 0)


def test_a_task_outside_of_a_transaction_or_that_nobody_does_is_refused_at_once(bench: Bench) -> None:
    with doing("test.note", print), pytest.raises(OutsideTransaction):
        enqueue(Task("test.note", {}))
    with pytest.raises(NobodyDoes), transaction.atomic():
        enqueue(Task("test.typo", {}))


def test_a_committed_task_is_done_once(bench: Bench) -> None:
    done: list[Any] = []
    with doing("test.note", done.append):
        ids = put("test.note", 5)
        for _ in range(3):
            bench.work()
        announce_late_rows(clock.now() + timedelta(hours=1))
        bench.work()
    assert sorted(one["number"] for one in done) == [0, 1, 2, 3, 4]
    assert {row(one).ending for one in ids} == {"done"}
    assert (bench.jobs("todo"), bench.jobs("succeeded"), bench.jobs("failed")) == (0, 0, 0)


@pytest.mark.promise("A25")
def test_what_fails_is_tried_again_at_once_and_then_by_the_table(bench: Bench) -> None:
    tried: list[float] = []

    def fail(payload: Any) -> None:
        tried.append(time.time())
        raise Unavailable("down")

    table = Backoff(tries=10)
    with doing("test.fail", fail, backoff=table):
        (one,) = put("test.fail")
        bench.work()
        bench.work()
        assert len(tried) == 2
        for wait in (5, 10, 20, 40, 80, 160, 300, 300):
            before = len(tried)
            bench.wait(wait - 4)  # four seconds, for a slow machine
            bench.work()
            assert len(tried) == before, f"tried before {wait} s were over"
            bench.wait(4.5)
            bench.work()
            assert len(tried) == before + 1
        assert row(one).ending == "exhausted"
        bench.wait(3600)
        bench.work()
    assert len(tried) == 10


@pytest.mark.promise("A25")
def test_a_notice_is_tried_for_more_than_four_hours() -> None:
    usual = Backoff()
    assert sum((usual.wait(n) for n in range(1, usual.tries)), timedelta()) > timedelta(hours=4)


@pytest.mark.promise("A25")
def test_a_code_is_dropped_after_its_expiry_and_given_up_once(bench: Bench) -> None:
    tried: list[Any] = []
    given_up: list[str] = []

    def fail(payload: Any) -> None:
        tried.append(payload)
        raise Unavailable("down")

    with doing("test.code", fail, give_up=lambda payload, ending: given_up.append(ending)):
        (one,) = put("test.code", until=clock.now() + timedelta(minutes=5))
        bench.work()
        bench.work()
        bench.wait(301)
        for _ in range(2):
            bench.work()
    assert (len(tried), given_up, row(one).ending) == (2, ["expired"], "expired")


def test_what_was_refused_is_never_tried_again(bench: Bench) -> None:
    tried: list[Any] = []
    given_up: list[str] = []

    def refuse(payload: Any) -> None:
        tried.append(payload)
        raise Refused("no such number")

    with doing("test.refuse", refuse, give_up=lambda payload, ending: given_up.append(ending)):
        (one,) = put("test.refuse")
        bench.work()
        bench.wait(3600)
        announce_late_rows(clock.now())
        bench.work()
    assert (len(tried), given_up, row(one).ending) == (1, ["refused"], "refused")


def test_a_task_waits_until_it_is_due(bench: Bench) -> None:
    done: list[Any] = []
    with doing("test.note", done.append):
        put("test.note", due=clock.now() + timedelta(minutes=1))
        bench.work()
        assert not done
        bench.wait(61)
        bench.work()
    assert len(done) == 1


def test_a_hint_that_comes_before_its_time_is_not_the_last(bench: Bench) -> None:
    """As when the database's clock is ahead of the worker's."""
    done: list[Any] = []
    with doing("test.note", done.append):
        (one,) = put("test.note", due=clock.now() + timedelta(minutes=1))
        if bench.in_database:
            bench.sql("UPDATE procrastinate_jobs SET scheduled_at = NOW()")
        bench.work()
        assert (done, row(one).attempts) == ([], 0)
        bench.wait(61)
        bench.work()
    assert len(done) == 1


def test_a_kind_that_this_worker_does_not_know_yet_waits_for_one_that_does(bench: Bench) -> None:
    done: list[Any] = []
    with doing("test.newer", print):
        (one,) = put("test.newer")
    bench.work()
    with doing("test.newer", done.append):
        bench.wait(10)
        bench.work()
    assert (len(done), row(one).ending) == (1, "done")


def test_a_row_that_ends_every_worker_is_given_up_in_the_end(bench: Bench) -> None:
    done: list[Any] = []
    with doing("test.poison", done.append, backoff=Backoff(tries=3)):
        (one,) = put("test.poison")
        Outbox.objects.filter(pk=one).update(attempts=3)  # three workers were killed while they did it
        bench.work()
    assert (done, row(one).ending) == ([], "exhausted")


@pytest.mark.promise("A23")
def test_a_lost_hint_is_announced_again_within_minutes_and_only_once(bench: Bench) -> None:
    done: list[Any] = []
    with doing("test.note", done.append):
        put("test.note", 3)
        if bench.in_database:
            bench.sql("DELETE FROM procrastinate_jobs")
        bench.wait(121)
        for _ in range(3):
            announce_late_rows(clock.now())
        assert bench.jobs("todo") == (3 if bench.in_database else 0)
        bench.work()
    assert len(done) == 3


def test_two_workers_never_do_one_row_at_the_same_time(bench: Bench) -> None:
    """Two whole workers, and a row that is announced to each of them several times."""
    under_way: set[int] = set()
    overlaps: list[int] = []
    done: list[int] = []
    finished = threading.Event()

    def do(payload: Any) -> None:
        if payload["number"] in under_way:
            overlaps.append(payload["number"])
        under_way.add(payload["number"])
        time.sleep(0.01)
        under_way.discard(payload["number"])
        done.append(payload["number"])
        if len(done) >= 30:
            finished.set()

    with doing("test.note", do):
        ids = put("test.note", 30)
        with transaction.atomic():
            bench.engine.announce([(one, clock.now()) for one in ids])
        stop = threading.Event()
        workers = [threading.Thread(target=bench.engine.run, args=(stop,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        assert finished.wait(30)
        stop.set()
        for worker in workers:
            worker.join(30)
    assert not any(worker.is_alive() for worker in workers)
    assert (sorted(done), overlaps) == (list(range(30)), [])


def test_a_claim_is_won_by_one_of_many(bench: Bench, trials: Any) -> None:
    done: list[Any] = []
    with doing("test.note", done.append):
        ids = put("test.note", trials(100))
        for one in ids:
            race(4, lambda one=one: deliver(one))
    assert len(done) == len(ids)


def race(count: int, work: Any) -> None:
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_row_is_free_again_only_after_its_lease(bench: Bench) -> None:
    done: list[Any] = []
    with doing("test.note", done.append):
        (one,) = put("test.note")
        Outbox.objects.filter(pk=one).update(leased_until=clock.now() + LEASE, attempts=1)
        bench.work()
        bench.wait(LEASE.total_seconds() - 5)
        announce_late_rows(clock.now())
        bench.work()
        assert not done
        bench.wait(6)
        announce_late_rows(clock.now())
        bench.work()
    assert len(done) == 1
