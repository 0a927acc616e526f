"""Visible power: who can act for me, for whom I can act, and what was done on behalf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.cases.behalf import acted_for
from bawaba.cases.catalogue import services
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.faces import faces
from bawaba.identity.delegation.queries import open_between
from bawaba.identity.recovery.queries import trust_between
from bawaba.journal.queries import PAGE, Line, lines_of
from bawaba.registers.ports import UnknownPerson
from bawaba.registers.queries import known_facts
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.paging import number_before
from bawaba.web.portal.parties import by_delegation, by_trust, over_me, under_me

FRESH = timedelta(0)
ACTED = ("behalf.act", "behalf.undergo")
RIGHTS = {
    "delegation": T("تفويض", en="a delegation"),
    "ward": T("قرار مسجل في السجل الوطني", en="a decision noted in the national register"),
}
FAMILY = T("صلة الأسرة في السجل الوطني", en="the household in the national register")


@dataclass(frozen=True)
class Act:
    """One act as this side reads it: ``mine`` when I did it for ``name``, else ``name`` did it for me."""

    line: Line
    mine: bool
    name: T | None
    service: T
    right: T
    application: str
    reference: str


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """Both directions in one look; delegations and trust are ours and shown even while the register is silent."""
    account, today = request.header.account, clock.today()
    given, received = by_delegation(account, open_between(account))
    vouching, vouched = by_trust(account, trust_between(account))
    try:
        known = known_facts(request.header.person_key, ("person",), max_age=FRESH).get("person")
    except UnknownPerson:
        known = None
    over, under = (over_me(known.value, today), under_me(known.value, today)) if known else ([], [])
    context = {"for_me": [*given, *over, *vouching], "by_me": [*received, *under, *vouched], "known": known}
    return render(request, "portal/acting.html", context)


@require_safe
@for_account
def acts(request: Any) -> HttpResponse:
    """What I did for others and others did for me, newest first, by key; of others' acts only what concerns me."""
    rows = lines_of(request.header.account, ACTED, number_before(request))
    found = _acts(request.header.account, rows)
    return render(request, "portal/acts.html", {"rows": found, "more": len(rows) == PAGE})


def _acts(account: UUID, lines: Sequence[Line]) -> list[Act]:
    done = acted_for(account, [UUID(one.data["application"]) for one in lines if one.type == "behalf.act"])
    actors = faces(UUID(one.data["actor"]) for one in lines if one.type == "behalf.undergo")
    rows = []
    for one in lines:
        said, mine = one.data, one.type == "behalf.act"
        whom = done.get(UUID(said["application"])) if mine else None
        actor = None if mine else actors.get(UUID(said["actor"]))
        service, slug = services().get(said["service"]), str(said["service"])
        rows.append(
            Act(
                line=one,
                mine=mine,
                name=whom.name if whom else actor.name if actor else None,
                service=service.title if service else T(slug, en=slug),
                right=RIGHTS.get(str(said["right"]), FAMILY),
                application=str(said.get("application", "")),
                reference=whom.reference if whom else "",
            )
        )
    return rows
