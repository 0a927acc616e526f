"""Registration, page by page; each page says what must be true before it may be seen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bawaba.core.countries import GCC, countries
from bawaba.core.people import nationality
from bawaba.core.secrets import typed_six_digits
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.codes.commands import CodeUsed
from bawaba.identity.codes.queries import has_open_code
from bawaba.identity.enrolment import commands
from bawaba.identity.enrolment.phone_proof import PURPOSE, EffortNeeded, prove_with_code, send_phone_code, spend_start
from bawaba.identity.enrolment.queries import Draft, NoEnrolment, draft_of_handle, was_cancelled
from bawaba.identity.populations import population, populations
from bawaba.journal.ports import Actor
from bawaba.web.content import content, terms_version
from bawaba.web.origin import origin_of
from bawaba.web.portal.effort import ask_for_effort, effort_in
from bawaba.web.portal.email_link import send_email_link
from bawaba.web.portal.enrolment_forms import clean_contact, clean_identity, clean_password, names_typed
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import TOO_MANY_FOR_PHONE, WRONG_CODE, too_many_starts, too_often
from bawaba.web.portal.missing import missing
from bawaba.web.portal.pages import render
from bawaba.web.portal.reading import set_cookie

HANDLE = "enrolment"
HANDLE_AGE = 31 * 24 * 3600
APPLICANT = Actor("applicant")
EDITABLE = ("started", "phone_proven")
WITH_RECEIPT = ("registered", "attestation_failed", "in_fraud_review", "reserved")
GLYPHS = {"citizen": "card", "resident": "passport", "dependent": "people", "gcc_citizen": "star", "visitor": "globe"}
ORDER = list(GLYPHS)
Page = Callable[[Any, Draft], HttpResponse]


def go(name: str) -> HttpResponseRedirect:
    """To another page of the registration."""
    return HttpResponseRedirect(f"/register/{name}")


def current(request: Any) -> Draft | None:
    """The enrolment of this browser's cookie."""
    try:
        return draft_of_handle(request.COOKIES.get(HANDLE, ""))
    except NoEnrolment:
        return None


def with_draft(*states: str) -> Callable[[Page], Callable[[Any], HttpResponse]]:
    """A page that may be seen in these states only; any other state leads to its own page."""

    def decorate(page: Page) -> Callable[[Any], HttpResponse]:
        @wraps(page)
        def seen(request: Any) -> HttpResponse:
            found = current(request)
            if found is None:
                return render(request, "portal/register/ended.html", status=410)
            try:
                shown = page(request, found) if found.state in states else go(page_of(found))
            except (commands.IllegalMove, CodeUsed):
                return _where_it_is(request)  # a second click, or another tab, was faster
            shown["Cache-Control"] = "no-store"  # what somebody typed about themselves
            return shown

        return require_http_methods(["GET", "HEAD", "POST"])(seen)

    return decorate


def _where_it_is(request: Any) -> HttpResponse:
    now = current(request)
    return go(page_of(now)) if now else render(request, "portal/register/ended.html", status=410)


def page_of(found: Draft) -> str:
    """Where a resumed registration goes on."""
    if found.state == "phone_proven":
        return "password"
    if found.state != "started":
        return "receipt"
    return "contact" if found.claims.birth_date else "identity"


@require_safe
def begin(request: Any) -> HttpResponse:
    """What is needed, how long it takes, which phones work, where to activate."""
    return render(request, "portal/register/begin.html", {"draft": current(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def who(request: Any) -> HttpResponse:
    """Five cards."""
    form = Form(request.POST if request.method == "POST" else {})
    chosen = form.value("population")
    if request.method == "POST" and chosen in populations():
        try:
            return _started(request, chosen)
        except TooOften as often:
            form.wrong("population", too_many_starts(often.seconds))
    elif request.method == "POST":
        form.wrong("population", missing("population"))
    listed = sorted(populations().values(), key=lambda one: ORDER.index(one.slug) if one.slug in ORDER else len(ORDER))
    groups = [(one.slug, one.title, one.card, GLYPHS.get(one.slug, "people")) for one in listed]
    return render(
        request,
        "portal/register/who.html",
        {"form": form, "groups": groups},
        429 if chosen in populations() and form.problems else 200,
    )


def _started(request: Any, chosen: str) -> HttpResponse:
    found = current(request)
    if found is not None and found.state == "started":
        commands.choose_population(enrolment=found.enrolment, population=chosen, by=APPLICANT)
        return go("identity")
    spend_start(origin=origin_of(request))
    started = commands.start_enrolment(population=chosen, language=request.reader.language, by=APPLICANT)
    response = go("identity")
    set_cookie(request, response, HANDLE, started.handle, HANDLE_AGE, path="/register")
    return response


@with_draft(*EDITABLE)
def identity(request: Any, draft: Draft) -> HttpResponse:
    """Number, date of birth, names, nationality."""
    group = population(draft.population)
    form = Form(request.POST if request.method == "POST" else _typed_before(draft))
    if request.method == "POST":
        typed = clean_identity(form, group)
        if not form.problems:
            commands.save_claims(enrolment=draft.enrolment, typed=typed, by=APPLICANT)
            return go("contact" if draft.state == "started" else "password")
    codes = sorted(group.nationalities) if group.nationalities else list(countries())
    offered = [(code, nationality(code)) for code in codes if code != "SA"]
    where = [(code, name) for code, name in countries().items()]
    context = {"form": form, "group": group, "offered": offered, "countries": where, "draft": draft, "gulf": GCC}
    return render(request, "portal/register/identity.html", context)


@with_draft(*EDITABLE)
def contact(request: Any, draft: Draft) -> HttpResponse:
    """Mobile, e-mail, language; the code goes out."""
    if not draft.claims.identifier:
        return go("identity")
    before = {"phone": draft.claims.phone, "email": draft.claims.email, "language": draft.language}
    form = Form(request.POST if request.method == "POST" else before)
    if request.method == "POST":
        typed = clean_contact(form)
        if not form.problems:
            chosen = form.value("language")
            _save(request, draft, typed, chosen)
            return _contact_saved(request, form, draft)
    return render(request, "portal/register/contact.html", {"form": form, "draft": draft})


def _save(request: Any, draft: Draft, typed: dict[str, str], language: str = "") -> None:
    """IllegalMove, unless the first of two clicks has saved the same."""
    try:
        commands.save_claims(enrolment=draft.enrolment, typed=typed, language=language, by=APPLICANT)
    except commands.IllegalMove:
        now = current(request)
        if now is None or any(getattr(now.claims, name) != value for name, value in typed.items()):
            raise


def _contact_saved(request: Any, form: Form, draft: Draft) -> HttpResponse:
    found = draft_of_handle(request.COOKIES[HANDLE])
    if found.claims.email and found.claims.email != draft.claims.email:
        send_email_link(found)
    if found.state == "phone_proven":
        return go("password")  # the phone is the same
    try:
        send_phone_code(sought=found.sought(), origin=origin_of(request), effort=effort_in(request), by=APPLICANT)
    except (TooOften, EffortNeeded) as refused:
        if has_open_code(purpose=PURPOSE, subject=found.enrolment):
            return go("phone")  # the code that was sent to this phone before, or by another click, is still good
        if isinstance(refused, EffortNeeded):
            return ask_for_effort(request, "portal/register/contact.html", {"form": form, "draft": draft})
        form.wrong("phone", too_often(refused.seconds))
        return render(request, "portal/register/contact.html", {"form": form, "draft": draft}, status=429)
    return go("phone")


@with_draft("started")
def phone(request: Any, draft: Draft) -> HttpResponse:
    """Six digits."""
    if not draft.claims.phone:
        return go("contact")
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        text = typed_six_digits(request.POST.get("code", ""))
        try:
            if text and prove_with_code(draft=draft, text=text, origin=origin_of(request), by=APPLICANT).right:
                return go("password")
            form.wrong("code", WRONG_CODE)
            if (now := current(request)) is None or now.state != "started":
                return _where_it_is(request)  # the first click's code was right
        except commands.TooManyForPhone:
            form.wrong("code", TOO_MANY_FOR_PHONE)
    return render(request, "portal/register/phone.html", {"form": form, "draft": draft})


@require_POST
def resend(request: Any) -> HttpResponse:
    """Another code; the count of wrong tries stays."""
    found = current(request)
    if found is None or found.state != "started" or not found.claims.phone:
        return go(page_of(found) if found else "")
    form = Form()
    try:
        send_phone_code(sought=found.sought(), origin=origin_of(request), effort=effort_in(request), by=APPLICANT)
    except EffortNeeded:
        return ask_for_effort(request, "portal/register/phone.html", {"form": form, "draft": found})
    except TooOften as often:
        form.wrong("code", too_often(often.seconds))
        return render(request, "portal/register/phone.html", {"form": form, "draft": found}, 429)
    return go("phone")  # a reload sends no other code


@with_draft("phone_proven")
def password(request: Any, draft: Draft) -> HttpResponse:
    """User name, password, terms; then the request is sent."""
    form = Form(request.POST if request.method == "POST" else {"user_name": draft.claims.user_name})
    if request.method == "POST":
        name, secret = clean_password(form, (draft.claims.identifier, draft.claims.phone), names_typed(draft.claims))
        if not form.problems:
            _save(request, draft, {"user_name": name})
            commands.submit_enrolment(
                enrolment=draft.enrolment, password=secret, terms_version=terms_version(), by=APPLICANT
            )
            return go("receipt")
    text = content("terms", terms_version(), request.reader.language)
    return render(request, "portal/register/password.html", {"form": form, "draft": draft, "terms": text})


@require_POST
def extend(request: Any) -> HttpResponse:
    """One tap more time."""
    found = current(request)
    if found is not None and found.state in ("started", "phone_proven"):
        commands.extend_enrolment(enrolment=found.enrolment, by=APPLICANT)
        return go(page_of(found))
    return go("")


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Any) -> HttpResponse:
    """Take it back; asked once, done once."""
    found = current(request)
    if found is not None and request.method != "POST":
        return render(request, "portal/register/cancel.html", {"draft": found})
    try:
        if found is not None:
            commands.cancel_enrolment(enrolment=found.enrolment, by=APPLICANT)
    except commands.IllegalMove:
        pass  # another click or tab was faster; what came of it is looked at below
    if not was_cancelled(request.COOKIES.get(HANDLE, "")):
        return _where_it_is(request)
    response = render(request, "portal/register/cancelled.html")
    response.delete_cookie(HANDLE, path="/register")
    return response


def _typed_before(draft: Draft) -> dict[str, str]:
    claims = draft.claims
    values = dict(vars(claims))
    entered = claims.birth_date_hijri or claims.birth_date
    if entered:
        year, month, day = entered.split("-")
        calendar = "hijri" if claims.birth_date_hijri else "gregorian"
        values |= {"birth_year": year, "birth_month": month, "birth_day": day, "birth_calendar": calendar}
    return values
