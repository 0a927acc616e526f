"""E-services: a public page with live conditions, and applying."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.checklist import RECENT, check, gather
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.core.text import T
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import violations_of
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import GLYPHS, not_found

AT_SUBMISSION = timedelta(0)
CHANGED = T(
    "تغيّر شيء في السجل منذ فتحت الصفحة. راجع الشروط ثم أعد المحاولة.",
    en="Something changed in the register since you opened the page. Check the conditions and try again.",
)
SILENT = T(
    "لا يجيب السجل الآن، فلم نقدّم طلبك. أعد المحاولة بعد قليل.",
    en="The register does not answer now, so nothing was submitted. Please try again in a while.",
)


@require_safe
def service_page(request: Any, slug: str) -> HttpResponse:
    """Open to everybody; for a signed-in person with the conditions as they are now."""
    service = services().get(slug)
    if service is None:
        return not_found(request)
    facts = gather(service.topics, request.header.applicant(), request.header.person_key) if request.header else None
    context = {"service": service, "agency": AGENCIES[service.agency], "glyph": GLYPHS[service.agency]}
    return render(request, "portal/service.html", context | {"checked": _checked(service, facts) if facts else []})


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


def _checked(service: EService, facts: Facts) -> list[tuple[T, str, Any]]:
    return [(one.title, type(one.answer).__name__, one.answer) for one in check(service, facts)]
