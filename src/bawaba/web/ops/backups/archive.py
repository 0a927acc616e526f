"""The archive: a tar of the manifest, its digest, the database, and perhaps the locked keyring."""

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 1
MANIFEST, DIGEST = "manifest.json", "manifest.sha256"
DATABASE, KEYRING = "database", "keyring.locked"
MEMBERS = (MANIFEST, DIGEST, DATABASE, KEYRING)
CHUNK = 1 << 20


class BadArchive(Exception):
    """Truncated, changed, or not one of ours: the sentence says which."""


@dataclass(frozen=True)
class Manifest:
    """``tables`` are row counts; ``digests`` SHA-256 of the members; ``keys`` purpose to {key id: fingerprint}."""

    version: str
    made_at: str
    database: str
    migrations: list[str]
    tables: dict[str, int]
    keys: dict[str, dict[str, str]]
    digests: dict[str, str]
    format: int = FORMAT


def digest_of(path: Path) -> str:
    """SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(target: Path, manifest: Manifest, members: Mapping[str, Path]) -> None:
    """For the owner's eyes only; it has its name only when it is whole."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    partial = target.with_name(target.name + ".partial")
    folder = next(iter(members.values())).parent
    (folder / MANIFEST).write_bytes(text)
    (folder / DIGEST).write_text(hashlib.sha256(text).hexdigest())
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for name in (MANIFEST, DIGEST, *members):
                tar.add(folder / name, arcname=name)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(target)


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and verify every digest; BadArchive."""
    try:
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                if member.name not in MEMBERS or not member.isreg():
                    raise BadArchive(f"{source.name} holds {member.name!r}, which no backup has.")
                _extract(tar, member, folder / member.name)
        text = (folder / MANIFEST).read_bytes()
        if hashlib.sha256(text).hexdigest() != (folder / DIGEST).read_text():
            raise BadArchive(f"{source.name} was changed: its manifest does not match its digest.")
        manifest = Manifest(**json.loads(text))
    except (tarfile.TarError, OSError, EOFError, TypeError, ValueError) as error:
        raise BadArchive(
            f"{source.name} is not a whole backup: it is truncated, changed, or something else."
        ) from error
    _verify(source.name, manifest, folder)
    return manifest


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    source = tar.extractfile(member)
    if source is None:
        raise BadArchive(f"{member.name} cannot be read.")
    with target.open("wb") as file:
        shutil.copyfileobj(source, file, CHUNK)


def _verify(name: str, manifest: Manifest, folder: Path) -> None:
    if manifest.format != FORMAT:
        raise BadArchive(f"{name} has format {manifest.format}; this version reads format {FORMAT}.")
    if DATABASE not in manifest.digests:
        raise BadArchive(f"{name} holds no database.")
    for member, digest in manifest.digests.items():
        if not (folder / member).exists() or digest_of(folder / member) != digest:
            raise BadArchive(f"{name} was changed or truncated: {member} does not match its digest.")
