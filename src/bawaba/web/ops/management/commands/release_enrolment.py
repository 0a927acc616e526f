"""``bawaba release_enrolment REFERENCE``: an officer has looked at a registration in fraud review."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.core.references import InvalidReference, parse_reference
from bawaba.identity.enrolment.commands import IllegalMove
from bawaba.identity.enrolment.review import release_enrolment
from bawaba.journal.ports import Actor


class Command(BaseCommand):
    """It waits for presence again, until its old deadline."""

    help = "Release a registration from fraud review."

    def add_arguments(self, parser: CommandParser) -> None:
        """The reference that the person has, and who decides."""
        parser.add_argument("reference")
        parser.add_argument("--officer", required=True)

    def handle(self, *args: Any, reference: str, officer: str, **options: Any) -> None:
        """One move, one event."""
        try:
            release_enrolment(reference=parse_reference(reference), by=Actor("officer", officer))
        except InvalidReference as error:
            raise CommandError(error.text.en) from error
        except IllegalMove as error:
            raise CommandError("No registration of that reference is in review.") from error
        self.stdout.write("released")
