"""What a copier of databases is, whatever the kind."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

Progress = Callable[[int, int], None]  # done, of how many; (n, 0) when the whole is not known


class CopyFailed(Exception):
    """The database could not be copied or put back; the sentence says why, and nothing was changed."""


class Copier(Protocol):
    """Copies the whole database while others write to it, and puts a copy back in one step."""

    kind: str

    def dump(self, target: Path, progress: Progress) -> dict[str, int]:
        """Write one consistent copy; rows a table at that very moment."""

    def counts(self) -> dict[str, int]:
        """Rows a table, now; empty when there are no tables."""

    def put_back(self, source: Path, progress: Progress) -> None:
        """All of it or nothing; CopyFailed."""
