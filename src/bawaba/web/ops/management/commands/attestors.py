"""``bawaba attestors …``: load them, keep their keys, enrol and watch kiosks, close what is not to be trusted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bawaba.core import clock
from bawaba.core.public_keys import BadKey
from bawaba.core.references import grouped
from bawaba.identity.attestation.binding import issue_binding_code
from bawaba.identity.attestation.closing import (
    close_attestor,
    close_key,
    close_operator,
    reopen_attestor,
    reopen_operator,
)
from bawaba.identity.attestation.compromise import NothingActivated, Scope, activations_since, suspend_activations
from bawaba.identity.attestation.keeping_keys import NoKey, end_key, publish_keys
from bawaba.identity.attestation.lifting import PROPOSES, CannotLift, confirm_lift, propose_lift, refuse_lift
from bawaba.identity.attestation.loading import BadAttestor, load_attestor
from bawaba.identity.attestation.moving import CannotMove, NoAttestor, attestor_named
from bawaba.identity.attestation.quarantine import note_inspection
from bawaba.identity.attestation.queries import attestors
from bawaba.identity.staff.queries import NoOfficer, OfficerView, officer_in_service, officer_named
from bawaba.journal.ports import Actor
from bawaba.web.ops.attestors.listing import described, moment, write_activations

CONSOLE = "console"
BY = Actor("operator", CONSOLE)

LIFTS = {"propose-lift": propose_lift, "confirm-lift": confirm_lift, "refuse-lift": refuse_lift}
REFUSED = (BadAttestor, BadKey, CannotMove, NoKey)


class Command(BaseCommand):
    """One subcommand a deed; docs/operate/attestors.md tells when."""

    help = "Attestors: load, keys, kiosks, quarantine, closing, what was activated since."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and to whom."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        _add(deeds, "load", "insert or replace attestors from a file", slug=False).add_argument("file", type=Path)
        _add(deeds, "list", "all of them, with keys and states", slug=False)
        _add(deeds, "code", "print a one-use code under which it brings its key").add_argument("--by", default="")
        keys = _add(deeds, "keys", "take a published JWK set: new keys at once, missing ones end later")
        keys.add_argument("file", type=Path)
        keys.add_argument("--old-until", default="", help="when missing keys end; without it in a week")
        end = _add(deeds, "end-key", "a key ends, at once or later; what it signed stays good")
        end.add_argument("kid")
        end.add_argument("--at", default="")
        _add(deeds, "inspected", "somebody has looked at the kiosk").add_argument("--by", default="")
        for lift in LIFTS:
            _add(deeds, lift, "of a quarantine").add_argument("--by", required=True, help="user name at the desk")
        for name, said in (("close", "the kill switch"), ("reopen", "undo a closing, once it is safe")):
            one = _add(deeds, name, said)
            one.add_argument("--reason", required=True)
            one.add_argument("--operator", default="", help="only this operator of it")
            if name == "close":
                one.add_argument("--key", default="", help="only this key and those it introduced")
        _add_activations(deeds)

    def handle(self, *args: Any, deed: str, slug: str = "", **options: Any) -> None:
        """Sentences for the console, never a traceback."""
        deeds: dict[str, Callable[..., None]] = {
            "load": self._load,
            "list": self._list,
            "code": self._code,
            "keys": self._keys,
            "end-key": self._end_key,
            "inspected": self._inspected,
            "close": self._close,
            "reopen": self._reopen,
            "activations": self._activations,
        }
        try:
            if deed in LIFTS:
                LIFTS[deed](attestor=attestor_named(slug), officer=_officer(options["by"]), place=CONSOLE)
            else:
                deeds[deed](slug=slug, options=options)
        except NoAttestor as error:
            raise CommandError(f"{error}: no such attestor") from error
        except NoOfficer as error:
            raise CommandError(f"{options['by']}: nobody of that name is in service") from error
        except CannotLift as error:
            raise CommandError(" ".join([error.reason, *error.still])) from error
        except REFUSED as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error

    def _load(self, slug: str, options: dict[str, Any]) -> None:
        """Each attestor in its own transaction."""
        for one in _read(options["file"])["attestors"]:
            load_attestor(described=one, by=BY)
            self.stdout.write(f"loaded {one['slug']}")

    def _list(self, slug: str, options: dict[str, Any]) -> None:
        self.stdout.write("\n".join(described(one) for one in attestors()))

    def _code(self, slug: str, options: dict[str, Any]) -> None:
        self.stdout.write(grouped(issue_binding_code(attestor=attestor_named(slug), by=_by(options))))

    def _keys(self, slug: str, options: dict[str, Any]) -> None:
        until = _moment(options["old_until"]) if options["old_until"] else clock.now() + settings.LIMITS.key_overlap
        published = _read(options["file"])
        ending = publish_keys(attestor=attestor_named(slug), keys=published["keys"], old_until=until, by=BY)
        self.stdout.write(f"{len(ending)} keys end {until:%Y-%m-%d %H:%M}: {', '.join(ending)}")

    def _end_key(self, slug: str, options: dict[str, Any]) -> None:
        at = _moment(options["at"]) if options["at"] else clock.now()
        end_key(attestor=attestor_named(slug), kid=options["kid"], at=at, by=BY)

    def _inspected(self, slug: str, options: dict[str, Any]) -> None:
        self.stdout.write(f"next by {note_inspection(attestor=attestor_named(slug), by=_by(options))}")

    def _close(self, slug: str, options: dict[str, Any]) -> None:
        attestor, reason = attestor_named(slug), options["reason"]
        if options["key"]:
            closed = close_key(attestor=attestor, kid=options["key"], reason=reason, by=BY)
            self.stdout.write(f"closed {', '.join(closed)}")
        elif options["operator"]:
            close_operator(attestor=attestor, operator=options["operator"], reason=reason, by=BY)
        else:
            close_attestor(attestor=attestor, reason=reason, by=BY)
        self.stdout.write(f"What it activated: bawaba attestors activations --since TIME --attestor {slug}")

    def _reopen(self, slug: str, options: dict[str, Any]) -> None:
        attestor, reason = attestor_named(slug), options["reason"]
        if options["operator"]:
            reopen_operator(attestor=attestor, operator=options["operator"], reason=reason, by=BY)
        else:
            reopen_attestor(attestor=attestor, reason=reason, by=BY)

    def _activations(self, slug: str, options: dict[str, Any]) -> None:
        attestor = attestor_named(options["attestor"]) if options["attestor"] else None
        if attestor is None and (options["key"] or options["operator"]):
            raise CommandError("--key and --operator are names within an --attestor")
        scope = Scope(_moment(options["since"]), attestor, options["key"], options["operator"])
        count = write_activations(activations_since(scope), options["format"], self.stdout)  # type: ignore[arg-type]
        self.stderr.write(f"{count} activations")
        if options["suspend"]:
            self._suspend(scope, sure=options["yes"])

    def _suspend(self, scope: Scope, *, sure: bool) -> None:
        if (
            not sure
            and input("Suspend these accounts until their persons were at a counter? Type suspend: ") != "suspend"
        ):
            raise CommandError("Nothing was suspended.")
        try:
            case, count = suspend_activations(scope=scope, by=BY)
        except NothingActivated as error:
            raise CommandError("No account is left to suspend.") from error
        self.stderr.write(f"{count} accounts suspended, case {case}")


def _add(deeds: Any, name: str, said: str, *, slug: bool = True) -> CommandParser:
    parser: CommandParser = deeds.add_parser(name, help=said)
    if slug:
        parser.add_argument("slug", help="the attestor's")
    return parser


def _add_activations(deeds: Any) -> None:
    listed = _add(deeds, "activations", "everything that was activated or begun since a moment", slug=False)
    listed.add_argument("--since", required=True, help="ISO 8601; without a zone Riyadh's time")
    listed.add_argument("--attestor", default="")
    listed.add_argument("--key", default="", help="a kid, with those that it introduced")
    listed.add_argument("--operator", default="")
    listed.add_argument("--format", choices=("csv", "json"), default="csv")
    listed.add_argument("--suspend", action="store_true", help="suspend the accounts, after a question")
    listed.add_argument("--yes", action="store_true", help="without the question")


def _by(options: dict[str, Any]) -> Actor:
    """A technician or operator who is named, else whoever sits at the console."""
    if not options["by"]:
        return BY
    officer = _officer(options["by"])
    if not officer.may(PROPOSES):
        raise CannotLift("not_allowed")
    return Actor("officer", str(officer.officer), CONSOLE)


def _officer(user_name: str) -> OfficerView:
    return officer_in_service(officer_named(user_name))


def _moment(text: str) -> Any:
    try:
        return moment(text)
    except ValueError as error:
        raise CommandError(f"{text} is no moment: 2026-11-28T09:30") from error


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}") from error
