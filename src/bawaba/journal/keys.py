"""The installation's keyring, read once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from bawaba.core.keyring import Keyring


def fresh_keyring() -> Keyring:
    """As its file is now: for keys that change while processes run. One look at the file's times, read only when they changed."""
    found = settings.BAWABA.keyring_file.stat()
    return _read_at(settings.BAWABA.keyring_file, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=2)
def _read_at(path: Path, *told: int) -> Keyring:
    return Keyring.load(path)


@contextmanager
def changing_keyring() -> Iterator[Keyring]:
    """The ring as its file is now, and written back unless something is raised; of two who change it at once one waits."""
    path = settings.BAWABA.keyring_file
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ring = Keyring.load(path)
        yield ring
        ring.save(path)


@cache
def keyring() -> Keyring:
    """Keys from outside the database (BAWABA_KEYRING_FILE)."""
    return Keyring.load(settings.BAWABA.keyring_file)
