"""``bawaba snapshot VERSION``: what is offered now, written for the page "what changed"; with the services of other packages."""

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.cases.catalogue import services
from bawaba.cases.snapshot import snapshot


def as_text(version: str) -> str:
    """The file of a version."""
    kept = {"version": version, "services": snapshot(services().values())}
    return json.dumps(kept, indent=1, ensure_ascii=False) + "\n"


class Command(BaseCommand):
    """Once a release."""

    help = "Write content/catalogue/VERSION.json (docs/operate/releases.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which release this is."""
        parser.add_argument("version")

    def handle(self, *args: Any, version: str, **options: Any) -> None:
        """Into the content folder of this installation."""
        if not re.fullmatch(r"\d{1,4}(\.\d{1,4}){0,3}", version):
            raise CommandError(f"{version!r} is not a version: numbers with points between.")
        path = Path(settings.CONTENT_DIR) / "catalogue" / f"{version}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(version))
        self.stdout.write(f"written: {path}")
