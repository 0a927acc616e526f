"""E-services: a public page with live conditions, applying, bills, documents."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bawaba.cases.answering import cleaned
from bawaba.cases.answers import Met
from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.checklist import check, gather, may_submit
from bawaba.cases.commands import NotEntitled, submit_application
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Applicant, Facts
from bawaba.cases.fields import Field, Offers, Option
from bawaba.cases.queries import NoApplication, application_of, applications_of
from bawaba.core.text import T
from bawaba.documents.queries import document_for
from bawaba.journal.ports import Actor
from bawaba.payments.commands import NotDue, start_payment
from bawaba.payments.ports import ProviderUnavailable
from bawaba.payments.queries import NoBill, bill_for, bill_of
from bawaba.payments.reconciliation import ask_about_bill
from bawaba.registers.ports import RegisterUnavailable
from bawaba.registers.queries import violations_of
from bawaba.web.portal.access import for_account
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import GLYPHS, not_found

RECENT = timedelta(seconds=30)
AT_SUBMISSION = timedelta(0)
CHANGED = T(
    "تغيّر شيء في السجل منذ فتحت الصفحة. راجع القائمة ثم أعد المحاولة.",
    en="Something changed in the register since you opened the page. Check the list and try again.",
)


def _facts(request: Any, service: EService, max_age: timedelta = RECENT) -> Facts:
    line = request.header
    applicant = Applicant(line.population, line.state, line.assurance, None)
    return gather(service, applicant, line.person_key, max_age)


@require_safe
def service_page(request: Any, slug: str) -> HttpResponse:
    """Open to everybody; for a signed-in person with the conditions as they are now."""
    service = services().get(slug)
    if service is None:
        return not_found(request)
    facts = _facts(request, service) if request.header else None
    checked = check(service, facts) if facts else None
    context = {
        "service": service,
        "agency": AGENCIES[service.agency],
        "glyph": GLYPHS[service.agency],
        "checked": [(one.title, type(one.answer).__name__, one.answer) for one in checked or ()],
        "open": bool(facts and may_submit(service, facts)),
        "unmet": sum(not isinstance(one.answer, Met) for one in checked or ()),
    }
    return render(request, "portal/service.html", context)


@require_safe
@for_account
def violations(request: Any) -> HttpResponse:
    """As of when; never a false zero."""
    try:
        known = violations_of(request.header.person_key, max_age=RECENT)
    except RegisterUnavailable:
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
    form = Form(request.POST if request.method == "POST" else {})
    facts = _facts(request, service, AT_SUBMISSION if request.method == "POST" else RECENT)
    if request.method == "POST":
        answers, problems = cleaned(service, dict(request.POST.lists()), facts)
        form.problems.update(problems)
        if not problems:
            try:
                return _submitted(request, service, facts, answers)
            except NotEntitled:
                form.wrong("conditions", CHANGED)
    checked = [(one.title, type(one.answer).__name__, one.answer) for one in check(service, facts)]
    context = {"service": service, "agency": AGENCIES[service.agency], "form": form, "checked": checked}
    context |= {"fields": [(asked, _options(asked, facts)) for asked in service.fields]}
    context |= {"open": may_submit(service, facts), "chosen": request.POST.getlist}
    return render(request, "portal/apply.html", context)


def _options(asked: Field, facts: Facts) -> Sequence[Option]:
    return asked.options(facts) if isinstance(asked, Offers) else ()


def _submitted(request: Any, service: EService, facts: Facts, answers: dict[str, Any]) -> HttpResponse:
    account = request.header.account
    by = Actor("person", str(account))
    done = submit_application(service=service, account=account, facts=facts, answers=answers, by=by)
    return HttpResponseRedirect(f"/bills/{done.bill}" if done.bill else f"/applications/{done.application}")


@require_safe
@for_account
def bill(request: Any, handle: UUID) -> HttpResponse:
    """What is owed, line by line."""
    try:
        found = bill_of(request.header.account, handle)
    except NoBill:
        return not_found(request)
    return render(request, "portal/bill.html", {"bill": found, "down": False})


@require_POST
@for_account
def pay(request: Any, handle: UUID) -> HttpResponse:
    """To the hosted page; a second click leads to the same one."""
    try:
        found = bill_of(request.header.account, handle)
        by = Actor("person", str(request.header.account))
        url = start_payment(bill=handle, account=request.header.account, language=request.reader.language, by=by)
    except NoBill:
        return not_found(request)
    except NotDue:
        return HttpResponseRedirect(f"/bills/{handle}")
    except ProviderUnavailable:
        return render(request, "portal/bill.html", {"bill": found, "down": True}, 503)
    return HttpResponseRedirect(url)


@require_safe
@for_account
def returned(request: Any, handle: UUID) -> HttpResponse:
    """Back from the hosted page: ask the provider at once, then show what is true."""
    try:
        if bill_of(request.header.account, handle).state == "due":
            ask_about_bill(handle)
        found = bill_of(request.header.account, handle)
    except NoBill:
        return not_found(request)
    if found.state == "due":
        return HttpResponseRedirect(f"/bills/{handle}")
    return HttpResponseRedirect(f"/applications/{found.subject}")


@require_safe
@for_account
def my_applications(request: Any) -> HttpResponse:
    """Newest first, by key."""
    before = request.GET.get("before", "")
    rows = applications_of(request.header.account, int(before) if before.isascii() and before.isdigit() else None)
    titles = {slug: one.title for slug, one in services().items()}
    return render(request, "portal/applications.html", {"applications": rows, "titles": titles})


@require_safe
@for_account
def application_page(request: Any, handle: UUID) -> HttpResponse:
    """Where it stands, what was asked, what came out."""
    try:
        found = application_of(request.header.account, handle)
    except NoApplication:
        return not_found(request)
    owed = bill_for(handle) if found.bill else None
    service = services().get(found.service)
    context = {"application": found, "bill": owed, "document": document_for(handle)}
    context |= {
        "title": service.title if service else T(found.service, en=found.service),
        "waiting": found.state in ("approved", "effected"),
    }
    return render(request, "portal/application.html", context)
