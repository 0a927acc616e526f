"""``bawaba backup FILE``: one archive of the database, with the keys or their names."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from bawaba.core.passphrase import WeakPassphrase
from bawaba.web.ops.asking import ask_passphrase
from bawaba.web.ops.backups.making import make_backup
from bawaba.web.ops.backups.shape import CopyFailed
from bawaba.web.ops.showing import bar


class Command(BaseCommand):
    """Portal and workers go on meanwhile."""

    help = "Write a consistent copy of the database into one archive, while others write to it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and whether the keys go along."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--with-keys", action="store_true", help="put the keyring in, locked under a passphrase")
        parser.add_argument("--passphrase-file", type=Path, help="read the passphrase here instead of asking")

    def handle(self, *args: Any, file: Path, with_keys: bool, passphrase_file: Path | None, **options: Any) -> None:
        """Never overwrite an archive."""
        if file.exists():
            raise CommandError(f"{file} exists; a backup overwrites nothing.")
        passphrase = ask_passphrase(passphrase_file, twice=True) if with_keys else None
        try:
            with bar("Backing up") as progress:
                manifest = make_backup(file, passphrase=passphrase, progress=progress)
        except (WeakPassphrase, CopyFailed, DatabaseError, OSError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        rows = sum(manifest.tables.values())
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes, {len(manifest.tables)} tables, {rows:,} rows.")
        if not with_keys:
            named = ", ".join(f"{purpose} {kid}" for purpose, keys in manifest.keys.items() for kid in keys)
            self.stdout.write(f"The keys are not in it. Keep the keyring apart; a restore needs: {named}.")
