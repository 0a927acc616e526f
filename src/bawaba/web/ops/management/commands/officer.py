"""``bawaba officer …``: appoint staff, give them posts at agencies and in the portal's offices, print one-time codes."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.cases.catalogue import AGENCIES
from bawaba.core.identifiers import InvalidIdentifier, parse
from bawaba.core.references import grouped
from bawaba.identity.staff.commands import (
    AlreadyAppointed,
    IllegalMove,
    NoSuchRole,
    appoint_officer,
    assign_post,
    issue_entry_code,
    move_officer,
    unassign_post,
)
from bawaba.identity.staff.queries import NoOfficer, officer_named
from bawaba.identity.staff.rules import OFFICES, ROLES, roles_at
from bawaba.journal.ports import Actor
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier

BY = Actor("operator", "console")
PLACES = sorted({*AGENCIES, *OFFICES})


class Command(BaseCommand):
    """One subcommand a deed."""

    help = "Appoint officers, give them posts, print one-time codes for the desk."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and to whom."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        appoint = deeds.add_parser("appoint", help="a person of the register becomes an officer")
        appoint.add_argument("user_name")
        appoint.add_argument("--kind", default="national_id")
        appoint.add_argument("--number", required=True)
        appoint.add_argument("--agency", nargs="*", default=[], choices=PLACES, help="first posts")
        for name in ("assign", "unassign"):
            one = deeds.add_parser(name, help="a post at an agency")
            one.add_argument("user_name")
            one.add_argument("--agency", required=True, nargs="+", choices=PLACES)
            one.add_argument("--role", default="", choices=ROLES)
        for name in ("code", "suspend", "reinstate", "dismiss"):
            deeds.add_parser(name).add_argument("user_name")

    def handle(self, *args: Any, deed: str, user_name: str, **options: Any) -> None:
        """Sentences for the console, never a traceback."""
        try:
            self._do(deed, user_name, options)
        except NoOfficer as error:
            raise CommandError(f"{user_name}: no such officer") from error
        except NoSuchRole as error:
            raise CommandError(f"{user_name}: no such role: {error}") from error
        except (AlreadyAppointed, IllegalMove, InvalidIdentifier, UnknownPerson, RegisterUnavailable) as error:
            raise CommandError(f"{user_name}: {type(error).__name__}") from error

    def _do(self, deed: str, user_name: str, options: dict[str, Any]) -> None:
        if deed == "appoint":
            self._appoint(user_name, options["kind"], options["number"])
            self._assign(user_name, options["agency"], "")
            return
        officer = officer_named(user_name)
        if deed == "code":
            self.stdout.write(grouped(issue_entry_code(officer=officer, by=BY)))
        elif deed == "assign":
            self._assign(user_name, options["agency"], options["role"])
        elif deed == "unassign":
            for agency in options["agency"]:
                unassign_post(officer=officer, agency=agency, by=BY)
        else:
            move_officer(officer=officer, move=deed, by=BY)

    def _assign(self, user_name: str, agencies: Sequence[str], role: str) -> None:
        """Without a role, the plain one of each place."""
        for agency in agencies:
            role_there = role or roles_at(agency)[0]
            assign_post(officer=officer_named(user_name), agency=agency, role=role_there, by=BY)

    def _appoint(self, user_name: str, kind: str, number: str) -> None:
        found = parse(kind, number)
        person = person_by_identifier(found.kind, found.value).value
        appoint_officer(
            user_name=user_name,
            name_ar=person.names.ar.short,
            name_en=person.names.en.short,
            person_key=person.person_key,
            by=BY,
        )
        self.stdout.write(f"{user_name} appointed; a code for the desk: bawaba officer code {user_name}")
