"""``bawaba keys``: make the installation's keyring, or rotate one of its keys."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.core.keyring import ELLIPTIC, RSA, SYMMETRIC, Keyring
from bawaba.identity.clients.signing_keys import PURPOSES, NextWaits, rotate_signing_key, signing_keys
from bawaba.journal.keys import changing_keyring
from bawaba.journal.ports import Actor

BY = Actor("operator", place="console")


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
            "--compromised",
            action="store_true",
            help="with --rotate openid or openid_rsa: sign at once, trust the old ones no more",
        )
        parser.add_argument("--list", action="store_true", help="the provider's keys and in which state each is")
        parser.add_argument(
            "--complete", action="store_true", help="make a key of each purpose that the ring does not have yet"
        )

    def handle(self, *args: Any, demo: bool, rotate: str | None, complete: bool, **options: Any) -> None:
        """Never overwrite a ring."""
        path = settings.BAWABA.keyring_file
        made_by = "demo" if demo else "operator"
        if options["list"]:
            return self._list()
        if rotate is not None and rotate in PURPOSES.values():
            return self._rotate_signing_key(rotate, made_by, compromised=options["compromised"])
        if options["compromised"]:
            raise CommandError("--compromised is for --rotate openid and openid_rsa")
        if rotate is None and not complete:
            if path.exists():
                raise CommandError(f"{path} exists")
            Keyring.generate(made_by).save(path)
        else:
            with changing_keyring() as ring:
                missing = [name for name in (*SYMMETRIC, *ELLIPTIC, *RSA) if name not in ring.names()]
                for purpose in [rotate] if rotate else missing:
                    ring.rotate(purpose, made_by)
        self.stdout.write(f"{path} written")
        return None

    def _list(self) -> None:
        for purpose in PURPOSES.values():
            for one in signing_keys(purpose):
                self.stdout.write(f"{purpose}  {one.kid}  {one.state}  signs from {one.signs_from.isoformat()}")

    def _rotate_signing_key(self, purpose: str, made_by: str, *, compromised: bool) -> None:
        """Running processes read the ring anew by themselves."""
        try:
            kid, moment = rotate_signing_key(purpose=purpose, compromised=compromised, made_by=made_by, by=BY)
        except NextWaits as error:
            raise CommandError(f"{purpose}: a next key is published already: bawaba keys --list") from error
        self.stdout.write(f"{purpose}  {kid}  published now, signs from {moment.isoformat()}")
