"""``bawaba restore FILE``: judge the archive first, then put it back in one step, then check what came back."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from bawaba.core.passphrase import WrongPassphrase
from bawaba.web.ops.asking import ask_passphrase
from bawaba.web.ops.backups.archive import KEYRING, BadArchive
from bawaba.web.ops.backups.making import applied_migrations
from bawaba.web.ops.backups.restoring import CannotRestore, read_backup, restore
from bawaba.web.ops.backups.shape import CopyFailed
from bawaba.web.ops.showing import bar


class Command(BaseCommand):
    """Stop the portal and the workers before."""

    help = "Verify a backup and put it back; refuses a database that is not empty unless --replace is said."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="give up what the database holds now")
        parser.add_argument("--passphrase-file", type=Path, help="read the passphrase here instead of asking")

    def handle(self, *args: Any, file: Path, replace: bool, passphrase_file: Path | None, **options: Any) -> None:
        """Every refusal is one sentence."""
        try:
            with TemporaryDirectory(prefix="bawaba-restore-") as name:
                manifest = read_backup(file, Path(name))
                locked = (Path(name) / KEYRING).exists() and not settings.BAWABA.keyring_file.exists()
                passphrase = ask_passphrase(passphrase_file, twice=False) if locked else None
                with bar("Restoring") as progress:
                    restore(manifest, Path(name), passphrase=passphrase, replace=replace, progress=progress)
        except (BadArchive, CannotRestore, WrongPassphrase, CopyFailed, DatabaseError, OSError) as error:
            raise CommandError(f"Not restored: {error}") from error
        _forget_plans()
        self.stdout.write(
            f"Restored {sum(manifest.tables.values()):,} rows of {manifest.made_at}; counts and keys agree."
        )
        self.stdout.write(f"{len(applied_migrations())} migrations are applied; `bawaba migrate` adds newer ones.")


def _forget_plans() -> None:
    """What PostgreSQL has planned for this process's connections names types that are gone."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
