"""Fill the register: the cast first, then as many others as were asked for."""

from datetime import date
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from bawaba_sandbox.register.cast import cast
from bawaba_sandbox.register.people import Population
from bawaba_sandbox.register.store import Store


def populate(path: Path, persons: int, seed: int, *, today: date) -> Store:
    """The same people for the same seed and day."""
    store, population = Store(path), Population(seed, today)
    store.fill(cast(population), lambda count: None)
    with Progress("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as progress:
        bar = progress.add_task("Population", total=persons)
        store.fill(population.people(persons), lambda count: progress.update(bar, advance=count))
    return store
