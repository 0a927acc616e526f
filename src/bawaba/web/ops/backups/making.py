"""Make a backup: the copy, the manifest, and the keys either locked or named."""

from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from bawaba.core import clock
from bawaba.core.keyring import Keyring
from bawaba.core.passphrase import lock
from bawaba.web.ops.backups.archive import DATABASE, KEYRING, Manifest, digest_of, write_archive
from bawaba.web.ops.backups.databases import copier
from bawaba.web.ops.backups.shape import Progress


def make_backup(target: Path, *, passphrase: str | None, progress: Progress) -> Manifest:
    """Write ``target``; with a passphrase the keyring goes along, locked. Writers may go on meanwhile."""
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder, chosen = Path(name), copier()
        members = {DATABASE: folder / DATABASE}
        if passphrase is not None:
            members[KEYRING] = folder / KEYRING
            members[KEYRING].write_bytes(lock(passphrase, settings.BAWABA.keyring_file.read_bytes()))
        counts = chosen.dump(members[DATABASE], progress)
        manifest = Manifest(
            version=version("bawaba"),
            made_at=clock.now().isoformat(timespec="seconds"),
            database=chosen.kind,
            migrations=applied_migrations(),
            tables=counts,
            keys=Keyring.load(settings.BAWABA.keyring_file).names(),
            digests={member: digest_of(path) for member, path in members.items()},
        )
        write_archive(target, manifest, members)
    return manifest


def applied_migrations() -> list[str]:
    """``app.name`` of each, sorted."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
