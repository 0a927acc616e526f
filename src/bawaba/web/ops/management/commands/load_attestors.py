"""``bawaba load_attestors FILE``: adding a bank or a kiosk is adding rows."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.identity.attestation.loading import BadAttestor, load_attestor
from bawaba.journal.ports import Actor


class Command(BaseCommand):
    """The file holds {"attestors": [{slug, channel, name, keys, populations, a_day, places}]}."""

    help = "Load attestors from a JSON file; docs/api/attestors.md describes it."

    def add_arguments(self, parser: CommandParser) -> None:
        """One file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Each attestor in its own transaction."""
        for described in json.loads(file.read_text())["attestors"]:
            try:
                load_attestor(described=described, by=Actor("operator"))
            except (BadAttestor, KeyError) as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"loaded {described['slug']}")
