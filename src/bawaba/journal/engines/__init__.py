"""Two engines behind one port: embedded (SQLite, one machine) and procrastinate (PostgreSQL, any number of workers)."""

from functools import cache
from importlib import import_module

from django.conf import settings

from bawaba.journal.ports import Engine


@cache
def engine() -> Engine:
    """The engine of this installation."""
    name = "procrastinate" if settings.PROCRASTINATE else "embedded"
    made: Engine = import_module(f"bawaba.journal.engines.{name}").make()
    return made
