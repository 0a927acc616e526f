"""Find a registration again: its reference, or number and phone, and a fresh code (R7); then go on or cancel."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from bawaba.core.phones import InvalidPhone, parse_mobile
from bawaba.core.references import InvalidReference, parse_reference
from bawaba.core.secrets import typed_six_digits
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.enrolment.commands import IllegalMove, renew_handle
from bawaba.identity.enrolment.phone_proof import RESUME, EffortNeeded, resume_with_code, send_phone_code
from bawaba.identity.enrolment.queries import (
    Draft,
    NoEnrolment,
    Sought,
    draft,
    sought_by_number_and_phone,
    sought_by_reference,
)
from bawaba.journal.ports import Actor
from bawaba.web.origin import origin_of
from bawaba.web.portal.effort import ask_for_effort, effort_in
from bawaba.web.portal.enrolment import HANDLE, HANDLE_AGE, go, page_of
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import WRONG_CODE, too_often
from bawaba.web.portal.numbers import number_in
from bawaba.web.portal.pages import render
from bawaba.web.portal.reading import set_cookie

SALT, COOKIE, AGE = "resume", "resume", 15 * 60
JUST_SENT = 30  # seconds: a second click finds the code that the first one sent
APPLICANT = Actor("applicant")


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: Any) -> HttpResponse:
    """The same answer whether something was found or not."""
    form = Form(request.POST if request.method == "POST" else {"reference": request.GET.get("reference", "")})
    if request.method == "POST":
        found = _sought(form, request.reader.language)
        if not form.problems and found is not None:
            return _asked(request, form, found)
    return render(request, "portal/register/resume.html", {"form": form})


def _asked(request: Any, form: Form, found: Sought) -> HttpResponse:
    try:
        send_phone_code(
            sought=found, origin=origin_of(request), purpose=RESUME, effort=effort_in(request), by=APPLICANT
        )
    except EffortNeeded:
        return ask_for_effort(request, "portal/register/resume.html", {"form": form})
    except TooOften as often:
        if often.seconds > JUST_SENT:
            form.wrong("reference", too_often(often.seconds))
            return render(request, "portal/register/resume.html", {"form": form}, status=429)
    response = HttpResponseRedirect("/register/resume/code")
    set_cookie(request, response, COOKIE, signing.dumps(str(found.enrolment), salt=SALT), AGE, path="/register")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def resume_code(request: Any) -> HttpResponse:
    """The right code moves the registration to this browser."""
    try:
        handle = UUID(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE))
    except signing.BadSignature:
        return HttpResponseRedirect("/register/resume")
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        opened = _opened(handle, typed_six_digits(request.POST.get("code", "")))
        if opened is not None:
            try:
                renewed = renew_handle(enrolment=opened.enrolment, by=APPLICANT)
            except IllegalMove:
                return render(request, "portal/register/ended.html", status=410)
            response = go(page_of(opened))
            set_cookie(request, response, HANDLE, renewed, HANDLE_AGE, path="/register")
            response.delete_cookie(COOKIE, path="/register")
            return response
        form.wrong("code", WRONG_CODE)
    return render(request, "portal/register/resume_code.html", {"form": form})


def _opened(handle: UUID, text: str) -> Draft | None:
    if not text or not resume_with_code(enrolment=handle, text=text, by=APPLICANT).right:
        return None
    try:
        return draft(handle)
    except NoEnrolment:
        return None


def _sought(form: Form, language: str) -> Sought | None:
    if form.text("reference", needed=False, most=40):
        try:
            return sought_by_reference(parse_reference(form.value("reference")), language=language)
        except InvalidReference as error:
            form.wrong("reference", error)
            return None
    try:
        phone = parse_mobile(form.text("phone", most=30), allowed=frozenset(settings.BAWABA.phone_countries.split(",")))
    except InvalidPhone as error:
        form.wrong("phone", error)
        return None
    number = number_in(form)
    return sought_by_number_and_phone(number, phone, language=language) if number else None
