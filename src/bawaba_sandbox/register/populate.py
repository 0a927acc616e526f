"""Fill a register: the cast first, then as many others as were asked for; says how fast and how large."""

import resource
import shutil
import time
from datetime import date
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bawaba_sandbox.register.cast import cast
from bawaba_sandbox.register.people import Population
from bawaba_sandbox.register.store import load

BYTES_A_PERSON = 2_300  # measured, with indexes; 2,700 while they are made


class NoRoom(Exception):
    """The disk is too small for so many."""


def populate(path: Path, persons: int, seed: int, *, today: date) -> None:
    """The same people for the same seed and day; a register that is there is replaced when the new one is complete."""
    _need_room(path, persons)
    population, began = Population(seed, today), time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task("Population", total=persons)
        everyone = chain(cast(population), population.people(persons))
        load(path, everyone, lambda count: progress.update(bar, advance=count))
        progress.update(bar, completed=persons, total=persons)
    for leftover in ("-wal", "-shm"):  # of a register that was replaced
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    _tell(path, persons, time.monotonic() - began)


def _need_room(path: Path, persons: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    free, needed = shutil.disk_usage(path.parent).free, persons * BYTES_A_PERSON * 6 // 5
    if needed > free:
        raise NoRoom(f"{persons:,} persons need about {needed // 10**6:,} MB; {free // 10**6:,} MB are free.")


def _tell(path: Path, persons: int, seconds: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = path.stat().st_size / 10**6
    rate = persons / max(seconds, 0.001)
    Console(highlight=False).print(
        f"{persons:,} persons in {seconds:.1f} s, {rate:,.0f} a second; {size:,.0f} MB; {memory} MB of memory at most"
    )
