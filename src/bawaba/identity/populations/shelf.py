"""The populations of this installation: one file of this folder each, or an entry point of another package."""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from bawaba.identity.populations.shape import Population

APART = {"shape", "shelf", "requirements"}


@cache
def populations() -> dict[str, Population]:
    """All of them by slug, in the order of their files."""
    here = Path(__file__).parent
    names = [m.name for m in pkgutil.iter_modules([str(here)]) if m.name not in APART]
    found = [import_module(f"bawaba.identity.populations.{name}").POPULATION for name in names]
    found += [entry.load() for entry in entry_points(group="bawaba.populations")]
    return {one.slug: one for one in found}


def population(slug: str) -> Population:
    """One of them; KeyError when nobody offers it."""
    return populations()[slug]
