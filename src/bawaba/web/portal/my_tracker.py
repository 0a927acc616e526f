"""The data tracker: who looked at my data, when, for which application, on which basis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.cases.catalogue import AGENCIES, services
from bawaba.core.text import T
from bawaba.identity.attestation.queries import names_of_attestors
from bawaba.identity.clients.learning import learned_by
from bawaba.identity.clients.queries import names_of_parties
from bawaba.identity.staff.rules import OFFICES
from bawaba.journal.queries import PAGE, Line, lines_of
from bawaba.web.portal import tracked
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.paging import number_before

OFFICERS = T("{role} في {place}", en="{role} at {place}")
PLACES = {**AGENCIES, **OFFICES}
WHO = {"look.delegate": tracked.DELEGATE, "look.family": tracked.RELATIVE, "look.check": tracked.ANYBODY}
WHO |= {"look.guardian": tracked.GUARDIAN}
ADDRESSES = {"own": "/applications/{}", "other": "/invitations/{}"}


@dataclass(frozen=True)
class Look:
    """One line as its person reads it; ``link`` only where the application is theirs to open."""

    line: Line
    who: T
    what: T
    about: T | None
    side: T | None
    link: str
    basis: T
    law: T | None
    read: Sequence[T]


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """Newest first, by key; at most four statements however many agencies and attestors are named."""
    rows = looks(lines_of(request.header.account, tracked.READ, number_before(request)))
    return render(request, "portal/tracker.html", {"rows": rows, "more": len(rows) == PAGE})


def looks(lines: Sequence[Line]) -> list[Look]:
    """In words; names of agencies and attestors are asked for once."""
    parties = names_of_parties({str(one.data["party"]) for one in lines if "party" in one.data})
    seen_by = {one.by for one in lines if one.by_kind == "attestor"}
    attestors = names_of_attestors(seen_by | {str(one.data["attestor"]) for one in lines if "attestor" in one.data})
    return [_look(one, parties, attestors) for one in lines]


def _look(line: Line, parties: Mapping[str, T], attestors: Mapping[str, T]) -> Look:
    said = line.data
    service, side = services().get(str(said.get("service", ""))), str(said.get("side", ""))
    opens = "application" in said and side in ADDRESSES
    return Look(
        line=line,
        who=_who(line, parties, attestors),
        what=tracked.READ[line.type],
        about=service.title if service else None,
        side=tracked.SIDES.get(side),
        link=ADDRESSES[side].format(said["application"]) if opens else "",
        basis=tracked.BASES[line.type],
        law=service.basis if service else None,
        read=learned_by(str(said.get("claims", "")).split()),
    )


def _who(line: Line, parties: Mapping[str, T], attestors: Mapping[str, T]) -> T:
    """An agency, an office, an attestor, a relying party, a kind of person: never the name of one."""
    said = line.data
    if line.type in WHO:
        return WHO[line.type]
    if "party" in said:
        return parties.get(str(said["party"]), T(str(said["party"]), en=str(said["party"])))
    if line.by_kind == "attestor":
        return attestors.get(line.by, T("جهة تفعيل", en="An attestor"))
    if line.by_kind != "officer":
        return tracked.PORTAL
    role = tracked.ROLES.get(str(said.get("role", "")), tracked.OFFICER)
    place = PLACES.get(str(said.get("agency", ""))) or attestors.get(str(said.get("attestor", "")))
    return _at(role, place) if place else role


def _at(role: T, place: T) -> T:
    return T(
        OFFICERS.ar.format(role=role.ar, place=place.ar),
        en=OFFICERS.en.format(role=role.en, place=place.en),
    )
