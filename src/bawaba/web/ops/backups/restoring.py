"""Restore a backup: everything that can be judged is judged before anything is touched."""

import os
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from bawaba.core.keyring import Keyring
from bawaba.core.passphrase import unlock
from bawaba.journal.vault import count_keys_that_do_not_open
from bawaba.web.ops.backups.archive import DATABASE, KEYRING, Manifest, unpack
from bawaba.web.ops.backups.databases import copier, in_use
from bawaba.web.ops.backups.shape import Copier, Progress

SAMPLE = 1000


class CannotRestore(Exception):
    """Why not, as a sentence; nothing was changed unless the sentence says so."""


def read_backup(source: Path, folder: Path) -> Manifest:
    """Unpack and judge: whole, of this kind of database, of this version or an older one. BadArchive, CannotRestore."""
    manifest = unpack(source, folder)
    kind = copier().kind
    if manifest.database != kind:
        raise CannotRestore(f"The backup is of {manifest.database}, and BAWABA_DATABASE_URL names {kind}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = sorted(set(manifest.migrations) - known)
    if newer:
        raise CannotRestore(f"The backup was made by a newer version: {newer[0]} is unknown to this one.")
    return manifest


def restore(manifest: Manifest, folder: Path, *, passphrase: str | None, replace: bool, progress: Progress) -> None:
    """Put back what ``read_backup`` has found good; CannotRestore."""
    chosen = copier()
    if not replace and in_use(chosen.counts()):
        raise CannotRestore("The database is not empty. Name an empty one, or say --replace to give up what it holds.")
    fresh = _keys_for(manifest, folder, passphrase)
    for one in connections.all():
        one.close()
    chosen.put_back(folder / DATABASE, progress)
    if fresh is not None:
        _write_keys(fresh)
    _check_afterwards(manifest, chosen)


def _keys_for(manifest: Manifest, folder: Path, passphrase: str | None) -> bytes | None:
    """The keyring to write, or None when the one that is there has every key of the backup."""
    path, locked = settings.BAWABA.keyring_file, folder / KEYRING
    if path.exists():
        _require(manifest, Keyring.load(path), f"The keyring {path} lacks keys of the backup")
        return None
    if not locked.exists():
        raise CannotRestore(f"The keys are not in the backup: bring the keyring with {_all(manifest)} to {path} first.")
    if passphrase is None:
        raise CannotRestore("The keys in the backup are locked: give the passphrase.")
    return unlock(passphrase, locked.read_bytes())


def _require(manifest: Manifest, ring: Keyring, sentence: str) -> None:
    there = ring.names()
    missing = [
        f"{purpose} {kid}"
        for purpose, keys in manifest.keys.items()
        for kid, fingerprint in keys.items()
        if there.get(purpose, {}).get(kid) != fingerprint
    ]
    if missing:
        raise CannotRestore(f"{sentence}: {', '.join(missing)}.")


def _all(manifest: Manifest) -> str:
    return ", ".join(f"{purpose} {kid}" for purpose, keys in manifest.keys.items() for kid in keys)


def _write_keys(text: bytes) -> None:
    path = settings.BAWABA.keyring_file
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)


def _check_afterwards(manifest: Manifest, chosen: Copier) -> None:
    if chosen.counts() != manifest.tables:
        raise CannotRestore("The database was replaced, but its row counts are not those of the backup.")
    ring = Keyring.load(settings.BAWABA.keyring_file)
    broken = count_keys_that_do_not_open(ring, SAMPLE)
    if broken:
        raise CannotRestore(f"The database was replaced, but {broken} sealed keys of persons do not open.")
