"""A42: after five failures in a row calls fail at once; one tries again after a rest, and an answer closes it."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine

from bawaba.core.breaker import Breaker, Open

START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
REST = timedelta(seconds=10)


class Down(Exception):
    pass


def fails() -> None:
    raise Down


def broken(times: int = 5) -> Breaker:
    breaker = Breaker()
    for _ in range(times):
        with pytest.raises(Down):
            breaker.call(fails, (Down,))
    return breaker


def answers() -> str:
    return "answer"


def test_five_failures_open_it_and_the_sixth_is_not_asked() -> None:
    with time_machine.travel(START, tick=False):
        asked: list[int] = []
        breaker = broken()
        with pytest.raises(Open):
            breaker.call(lambda: asked.append(1), (Down,))
        assert not asked


def test_four_failures_and_an_answer_begin_anew() -> None:
    breaker = broken(4)
    assert breaker.call(answers, (Down,)) == "answer"
    for _ in range(4):
        with pytest.raises(Down):
            breaker.call(fails, (Down,))
    assert breaker.call(answers, (Down,)) == "answer"


def test_after_the_rest_one_tries_and_the_others_wait_for_it() -> None:
    with time_machine.travel(START, tick=False) as at:
        breaker = broken()
        at.move_to(START + REST)

        def probe() -> str:
            with pytest.raises(Open):
                breaker.call(answers, (Down,))
            return "it answered"

        assert breaker.call(probe, (Down,)) == "it answered"
        assert breaker.call(answers, (Down,)) == "answer"


def test_a_failed_try_rests_again() -> None:
    with time_machine.travel(START, tick=False) as at:
        breaker = broken()
        at.move_to(START + REST)
        with pytest.raises(Down):
            breaker.call(fails, (Down,))
        with pytest.raises(Open):
            breaker.call(answers, (Down,))
        at.move_to(START + 2 * REST)
        assert breaker.call(answers, (Down,)) == "answer"


def test_no_is_an_answer_too() -> None:
    """A register that says "nobody of that number" is up: the half-open breaker closes."""
    with time_machine.travel(START, tick=False) as at:
        breaker = broken()
        at.move_to(START + REST)
        with pytest.raises(LookupError):
            breaker.call(lambda: {}["nobody"], (Down,))
        assert breaker.call(answers, (Down,)) == "answer"


def test_of_forty_threads_one_tries_a_resting_system() -> None:
    with time_machine.travel(START, tick=False) as at:
        breaker, barrier = broken(), Barrier(40)
        at.move_to(START + REST)
        tried: list[int] = []

        def go() -> None:
            barrier.wait()
            try:
                breaker.call(lambda: (tried.append(1), fails()), (Down,))
            except (Open, Down):
                pass

        threads = [Thread(target=go) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(tried) == 1
