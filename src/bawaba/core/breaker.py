"""A circuit breaker: after five failures in a row calls fail at once; after a while one call may try."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeVar

from bawaba.core import clock

Answer = TypeVar("Answer")


class Open(Exception):
    """The breaker is open: the system was not asked."""


class Breaker:
    """One for each outside system and process."""

    def __init__(self, failures: int = 5, rest: timedelta = timedelta(seconds=10)) -> None:
        """Open after ``failures`` in a row, try again after ``rest``."""
        self._most, self._rest = failures, rest
        self._failures = 0
        self._next_try: datetime | None = None
        self._lock = Lock()

    def call(self, work: Callable[[], Answer], counts: tuple[type[Exception], ...]) -> Answer:
        """Do the work unless the breaker is open; exceptions of ``counts`` are failures, any other is an answer."""
        self._enter()
        try:
            answer = work()
        except counts:
            self._failed()
            raise
        except Exception:
            self._answered()
            raise
        self._answered()
        return answer

    def _enter(self) -> None:
        with self._lock:
            if self._next_try is None:
                return
            if clock.now() < self._next_try:
                raise Open
            self._next_try = clock.now() + self._rest  # this one tries; the others wait for it

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self._most:
                self._next_try = clock.now() + self._rest

    def _answered(self) -> None:
        with self._lock:
            self._failures, self._next_try = 0, None
