"""Real threads that begin in the same moment."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection


def at_once(jobs: Iterable[Callable[[], Any]]) -> list[Any]:
    """Run every job in a thread of its own behind one barrier; each result, or the exception that it raised."""
    waiting = list(jobs)
    barrier = threading.Barrier(len(waiting))
    results: list[Any] = [None] * len(waiting)

    def run(number: int, job: Callable[[], Any]) -> None:
        barrier.wait(timeout=30)
        try:
            results[number] = job()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(waiting)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results
