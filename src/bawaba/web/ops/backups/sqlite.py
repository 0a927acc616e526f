"""SQLite, by its online backup API: writers go on while it reads, and putting back is one transaction."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bawaba.web.ops.backups.shape import CopyFailed, Progress

PAGES = 2000  # a step; between two steps others have their turn
PATIENCE = 10.0  # seconds, for somebody who holds the file


class SqliteCopier:
    """One file."""

    kind = "sqlite"

    def __init__(self, path: Path) -> None:
        """``path`` of the database; it need not exist yet."""
        self._path = path

    def dump(self, target: Path, progress: Progress) -> dict[str, int]:
        """The copy is one snapshot: an open read transaction keeps the source as it was when we began."""
        with _opened(self._path) as source, _opened(target) as copy:
            source.execute("BEGIN")
            source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=PAGES, progress=_told(progress))
            copy.execute("PRAGMA journal_mode=DELETE")
            _check(copy)
            return _counts(copy)

    def counts(self) -> dict[str, int]:
        """Nothing when there is no file."""
        if not self._path.exists():
            return {}
        with _opened(self._path) as database:
            return _counts(database)

    def put_back(self, source: Path, progress: Progress) -> None:
        """Into the live file, in one transaction of SQLite's own: a power cut leaves the old one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(source) as copy, _opened(self._path) as target:
            _check(copy)
            copy.backup(target, pages=-1, progress=_told(progress))
            target.execute("PRAGMA journal_mode=WAL")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as database:
        yield database


def _told(progress: Progress) -> Callable[[int, int, int], None]:
    """Python's ``backup`` would wait for ever for somebody who holds the file; what it calls may end it."""
    end = time.monotonic() + PATIENCE

    def step(status: int, left: int, total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > end:
            raise CopyFailed("Others use the database: stop the portal and the workers first.")
        progress(total - left, total)

    return step


def _check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise CopyFailed(f"SQLite finds the copy damaged: {found}")


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = sorted(name for (name,) in rows)
    return {name: int(database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608  # names of the database itself
