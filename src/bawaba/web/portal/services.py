"""E-services: a public page with live conditions, and applying."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.cases.answering import cleaned
from bawaba.cases.answers import Unknown
from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.checklist import RECENT, check, gather, may_submit
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Field, Offers, Option
from bawaba.cases.submission import NotEntitled, SourceSilent, Submitted, submit_application
from bawaba.core.text import T
from bawaba.journal.ports import Actor
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import violations_of
from bawaba.web.portal.access import for_account
from bawaba.web.portal.forms import Form
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
    facts = gather(service, request.header.account, request.header.person_key) if request.header else None
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


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def apply(request: Any, slug: str) -> HttpResponse:
    """Choose, see the conditions, submit; what is owed becomes a bill."""
    service = services().get(slug)
    if service is None or service.page:
        return not_found(request)
    sent = request.method == "POST"
    form = Form(request.POST if sent else {})
    facts = gather(service, request.header.account, request.header.person_key, AT_SUBMISSION if sent else RECENT)
    done = _submit(request, service, facts, form) if sent else None
    if done is not None:
        return HttpResponseRedirect(f"/bills/{done.bill}" if done.bill else f"/applications/{done.application}")
    context = {"service": service, "agency": AGENCIES[service.agency], "form": form}
    context |= {"checked": _checked(service, facts), "open": may_submit(service, facts)}
    context |= {"fields": [(asked, _options(asked, facts)) for asked in service.fields]}
    return render(request, "portal/apply.html", context | {"chosen": request.POST.getlist})


def _submit(request: Any, service: EService, facts: Facts, form: Form) -> Submitted | None:
    """What came of it; or None, and the form says why."""
    if any(isinstance(one.answer, Unknown) for one in check(service, facts)):
        form.wrong("conditions", SILENT)
        return None
    answers, problems = cleaned(service, dict(request.POST.lists()), facts)
    form.problems.update(problems)
    if problems:
        return None
    account = request.header.account
    by = Actor("person", str(account))
    try:
        return submit_application(service=service, account=account, facts=facts, answers=answers, by=by)
    except (NotEntitled, SourceSilent) as error:
        form.wrong("conditions", SILENT if isinstance(error, SourceSilent) else CHANGED)
        return None


def _options(asked: Field, facts: Facts) -> Sequence[Option]:
    return asked.options(facts) if isinstance(asked, Offers) else ()


def _checked(service: EService, facts: Facts) -> list[tuple[T, str, Any]]:
    return [(one.title, type(one.answer).__name__, one.answer) for one in check(service, facts)]
