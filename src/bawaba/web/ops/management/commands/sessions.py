"""``bawaba sessions``: an operator logs somebody out everywhere, or everybody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.identity.accounts.commands import end_every_session, end_sessions
from bawaba.identity.accounts.queries import account_of_name
from bawaba.journal.ports import Actor

BY = Actor("operator", place="console")


class Command(BaseCommand):
    """Effective at the next request of each; agencies are told, and their tokens are dead at once."""

    help = "Log an account out everywhere, or everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        """One, or all."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("end", help="of one account, on every device").add_argument("user_name")
        deeds.add_parser("end-all", help="of everybody, officers as well")

    def handle(self, *args: Any, deed: str, **options: Any) -> None:
        """Sentences for the console."""
        if deed == "end-all":
            self.stdout.write(f"{end_every_session(by=BY)} accounts logged out")
            return
        account = account_of_name(options["user_name"])
        if account is None:
            raise CommandError("no account of that name")
        end_sessions(account=account, by=BY)
        self.stdout.write("logged out everywhere")
