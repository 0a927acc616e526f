"""``bawaba new eservice AGENCY SLUG``: the file and its test, both of which run at once."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.cases.catalogue import AGENCIES, services
from bawaba.web.ops.skeletons import CannotWrite, eservice


class Command(BaseCommand):
    """In a checkout."""

    help = "Begin something new: its file and its test (docs/add)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What, where, and how it is called."""
        parser.add_argument("kind", choices=["eservice"])
        parser.add_argument("agency", choices=sorted(AGENCIES))
        parser.add_argument("slug")
        parser.add_argument("--root", type=Path, default=Path.cwd(), help="the checkout")

    def handle(self, *args: Any, agency: str, slug: str, root: Path, **options: Any) -> None:
        """Overwrite nothing."""
        if slug in services():
            raise CommandError(f"{slug} is offered already.")
        if not (root / "src/bawaba/services").is_dir():
            raise CommandError(f"{root} is not a checkout of Bawaba.")
        try:
            made = eservice(root, agency, slug)
        except CannotWrite as error:
            raise CommandError(str(error)) from error
        for path, text in made.texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            self.stdout.write(f"written: {path.relative_to(root)}")
        package = made.source.parent / "__init__.py"
        if not package.exists():
            package.write_text(f'"""E-services of {AGENCIES[agency].en}."""\n')
        self.stdout.write(f"Now: python -m pytest {made.test.relative_to(root)}")
