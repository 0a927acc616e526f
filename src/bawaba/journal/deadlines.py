"""A handler may not outlive its lease: past it another worker would do the same row beside it."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog

from bawaba.journal.ports import Stop

LEASE = timedelta(minutes=2)  # a killed worker's row is taken up again after this
BOUND = LEASE - timedelta(seconds=15)  # connectors' own timeouts are far below; this is for what nobody foresaw
LOOK_SECONDS = 1.0
log = structlog.get_logger()
_under_way: dict[int, float] = {}


@contextmanager
def bounded() -> Iterator[None]:
    """What this thread does inside must end within BOUND, or ``watch`` ends the process."""
    mine = threading.get_ident()
    _under_way[mine] = time.monotonic() + BOUND.total_seconds()
    try:
        yield
    finally:
        del _under_way[mine]


def watch(stop: Stop, end: Callable[[int], None] = os._exit) -> None:
    """A thread cannot be stopped from outside, a process can: its supervisor starts another, which takes the row up."""
    while not stop.wait(LOOK_SECONDS):
        if any(deadline < time.monotonic() for deadline in list(_under_way.values())):
            log.error("worker.hung", seconds=BOUND.total_seconds())
            end(70)


def start_watching(stop: Stop) -> None:
    """Beside whichever engine works."""
    threading.Thread(target=watch, args=(stop,), daemon=True, name="deadlines").start()
