"""E-services: a public page with live conditions, and applying."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.cases.appointments.offices import offices_where
from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.checklist import RECENT, check
from bawaba.cases.earlier import facts_for
from bawaba.cases.eservice import EVERYBODY, EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Files
from bawaba.cases.reminding import opens_on, remind_me, reminded_on
from bawaba.core.text import T
from bawaba.identity.populations.shelf import populations
from bawaba.journal.ports import Actor
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import violations_of
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import GLYPHS, not_found


@require_safe
def service_page(request: Any, slug: str) -> HttpResponse:
    """Open to everybody; for a signed-in person with the conditions as they are now."""
    service = services().get(slug)
    if service is None:
        return not_found(request)
    facts = facts_for(service, request.header.applicant(), request.header.person_key) if request.header else None
    context = {"service": service, "agency": AGENCIES[service.agency], "glyph": GLYPHS[service.agency]}
    context |= {"groups": _groups(service), "family": {"spouse", "child"} & set(service.for_whom)}
    context |= {"served": bool(offices_where(service=slug))}
    context |= {"papers": [one.label for one in service.fields if isinstance(one, Files)]}
    opens = opens_on(service, facts) if facts else None
    context |= {"opens": opens, "reminded": bool(opens) and reminded_on(request.header.account, service, opens)}
    return render(request, "portal/service.html", context | {"checked": _checked(service, facts) if facts else []})


@require_POST
@for_account
def remind(request: Any, slug: str) -> HttpResponse:
    """A letter on the day from which it is open; the day is the register's, not the browser's."""
    service, account = services().get(slug), request.header.account
    if service is None:
        return not_found(request)
    facts = facts_for(service, request.header.applicant(), request.header.person_key)
    remind_me(account=account, service=service, facts=facts, by=Actor("person", str(account)))
    return HttpResponseRedirect(f"/services/{slug}")


@require_safe
@for_account
def violations(request: Any) -> HttpResponse:
    """As of when; never a false zero."""
    try:
        known = violations_of(request.header.person_key, max_age=RECENT)
    except (RegisterUnavailable, UnknownPerson):
        return render(request, "portal/violations_down.html", status=503)
    unpaid = [one for one in known.value if one.status == "unpaid"]
    total = sum(one.halalas for one in unpaid)
    return render(request, "portal/violations.html", {"known": known, "unpaid": unpaid, "total": total})


def _groups(service: EService) -> list[T]:
    """For whom it is open; nobody is named when it is for everybody."""
    named = service.open_to != EVERYBODY
    return [one.title for slug, one in populations().items() if named and slug in service.open_to]


def _checked(service: EService, facts: Facts) -> list[tuple[T, str, Any]]:
    return [(one.title, type(one.answer).__name__, one.answer) for one in check(service, facts)]
