"""``bawaba keys``: make the installation's keyring, or rotate one of its keys."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.core.keyring import ELLIPTIC, RSA, SYMMETRIC, Keyring


class Command(BaseCommand):
    """Keys stay outside of the database."""

    help = "Make the keyring (BAWABA_KEYRING_FILE), or rotate a purpose."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--demo", action="store_true", help="mark the keys as made for a demo")
        parser.add_argument(
            "--rotate", choices=[*SYMMETRIC, *ELLIPTIC, *RSA], help="put a new key of this purpose in front"
        )

        parser.add_argument(
            "--complete", action="store_true", help="make a key of each purpose that the ring does not have yet"
        )

    def handle(self, *args: Any, demo: bool, rotate: str | None, complete: bool, **options: Any) -> None:
        """Never overwrite a ring."""
        path = settings.BAWABA.keyring_file
        made_by = "demo" if demo else "operator"
        if rotate is None and not complete:
            if path.exists():
                raise CommandError(f"{path} exists")
            Keyring.generate(made_by).save(path)
        else:
            ring = Keyring.load(path)
            missing = [name for name in (*SYMMETRIC, *ELLIPTIC, *RSA) if name not in ring.names()]
            for purpose in [rotate] if rotate else missing:
                ring.rotate(purpose, made_by)
            ring.save(path)
        self.stdout.write(f"{path} written")
