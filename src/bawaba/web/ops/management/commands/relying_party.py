"""``bawaba relying-party``: agencies that log people in here; what an operator decides about them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.identity.clients.loading import BadParty, CannotMove, issue_secret, load_party, move_party
from bawaba.identity.clients.queries import parties
from bawaba.journal.ports import Actor

BY = Actor("operator", place="console")


class Command(BaseCommand):
    """Rows that a file describes (docs/api/relying-parties.md)."""

    help = "Agencies that log people in through this portal: load, list, secret, close, reopen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """A deed and what it needs."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("load", help="insert or replace what a file describes").add_argument("file", type=Path)
        deeds.add_parser("list", help="all of them, with their state")
        secret = deeds.add_parser("secret", help="a new client secret, shown once; the one before is over")
        secret.add_argument("slug")
        for name, said in (("close", "nobody is logged in there any more"), ("reopen", "once it is safe")):
            one = deeds.add_parser(name, help=said)
            one.add_argument("slug")
            one.add_argument("--reason", required=True)

    def handle(self, *args: Any, deed: str, **options: Any) -> None:
        """Sentences for the console, never a traceback."""
        deeds: dict[str, Callable[[dict[str, Any]], None]] = {
            "load": self._load,
            "list": self._list,
            "secret": self._secret,
            "close": lambda told: self._move("close", told),
            "reopen": lambda told: self._move("reopen", told),
        }
        try:
            deeds[deed](options)
        except (BadParty, CannotMove) as error:
            raise CommandError(str(error)) from error

    def _load(self, options: dict[str, Any]) -> None:
        """Each in its own transaction."""
        try:
            found = json.loads(options["file"].read_text())["relying_parties"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{options['file']}: {error!r}") from error
        for one in found:
            load_party(described=one, by=BY)
            self.stdout.write(f"loaded {one['slug']}")

    def _list(self, options: dict[str, Any]) -> None:
        for one in parties():
            self.stdout.write(f"{one.slug}  {one.state}  {one.authentication}  {' '.join(one.scopes)}  {one.site}")

    def _secret(self, options: dict[str, Any]) -> None:
        self.stdout.write(issue_secret(slug=options["slug"], by=BY))

    def _move(self, move: str, options: dict[str, Any]) -> None:
        move_party(slug=options["slug"], move=move, reason=options["reason"], by=BY)
        self.stdout.write(f"{options['slug']}: {move}")
