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

    def handle(self, *args: Any, demo: bool, rotate: str | None, **options: Any) -> None:
        """Never overwrite a ring."""
        path = settings.BAWABA.keyring_file
        made_by = "demo" if demo else "operator"
        if rotate is None:
            if path.exists():
                raise CommandError(f"{path} exists")
            Keyring.generate(made_by).save(path)
        else:
            ring = Keyring.load(path)
            ring.rotate(rotate, made_by)
            ring.save(path)
        self.stdout.write(f"{path} written")
