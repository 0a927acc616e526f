"""A SQLite file of one part of the world: a connection a call, and each call one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def made(path: Path, schema: str) -> Path:
    """The file with its tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened(path) as connection:
        connection.executescript(schema)
    return path


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Committed at the end, closed in any case; rows by name."""
    connection = sqlite3.connect(path, timeout=20)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.row_factory = sqlite3.Row
    try:
        with connection:
            yield connection
    finally:
        connection.close()
