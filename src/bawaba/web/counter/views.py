"""At the counter: where, who, phone, code, signature; each page shows the one thing that is next."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.cases.checklist import RECENT
from bawaba.core import clock
from bawaba.core.identifiers import InvalidIdentifier, parse
from bawaba.core.phones import InvalidPhone, parse_mobile
from bawaba.core.secrets import typed_six_digits
from bawaba.identity.attestation import counter
from bawaba.identity.attestation.live_codes import prove_live_code, send_live_code
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.identity.attestation.queries import stands
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.passkeys.ceremonies import NotProven, kept_ceremony
from bawaba.journal.ports import Actor
from bawaba.web.content import terms_version
from bawaba.web.counter import texts
from bawaba.web.counter.visiting import (
    SIGNING,
    keep_signed,
    keep_stand,
    keep_visit,
    kept_visit,
    leave_visit,
    signed_before,
    stand_of,
)
from bawaba.web.desk.access import for_staff, household_of
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

PERMISSION = "attend_people"
HERE, PLACE, VISIT, SIGN = "/desk/counter", "/desk/counter/place", "/desk/counter/visit", "/desk/counter/sign"
FORM = ["GET", "HEAD", "POST"]
KINDS = ("national_id", "iqama", "border_number")


@require_http_methods(FORM)
@for_staff(PERMISSION)
def place(request: Any) -> HttpResponse:
    """Where I work today: a counter's place, or on the move the place by its name."""
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST" and _stood(request, form):
        return HttpResponseRedirect(HERE)
    return render(request, "counter/place.html", {"officer": request.officer, "form": form, "stands": stands()})


@require_http_methods(FORM)
@for_staff(PERMISSION)
def receive(request: Any) -> HttpResponse:
    """Who stands there: what the document says."""
    stand = stand_of(request)
    if stand is None:
        return HttpResponseRedirect(PLACE)
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        paper = _paper(form)
        if paper is not None and _received(request, form, stand, paper):
            return HttpResponseRedirect(VISIT)
    context = {"officer": request.officer, "form": form, "stand": stand, "documents": counter.DOCUMENTS}
    return render(request, "counter/receive.html", context | {"place": texts.place_of(stand)})


@require_http_methods(FORM)
@for_staff(PERMISSION)
def visit(request: Any) -> HttpResponse:
    """The one thing that is next: compare, phone, code, what to do."""
    form, found = Form(request.POST if request.method == "POST" else {}), _open(request)
    if found is None:
        return _over(request)
    try:
        if request.method == "POST":
            request.session.pop(SIGNING, None)  # what was chosen was chosen of another phone, or is chosen anew
            DEEDS.get(request.POST.get("deed", ""), _nothing)(request, found, form)
            if not form.problems:
                return HttpResponseRedirect(SIGN if SIGNING in request.session else VISIT)
        shown = counter.attended(found)
    except ChannelProblem as problem:
        return _problem(request, problem)
    context = {"officer": request.officer, "form": form, "shown": shown, "until": found.expires_at}
    return render(request, "counter/visit.html", context)


@require_http_methods(FORM)
@for_staff(PERMISSION)
def sign(request: Any) -> HttpResponse:
    """The officer's passkey over the statement; then it is done, once, and a second click hears the same."""
    form, found, kept = Form(request.POST), _open(request), request.session.get(SIGNING)
    again = signed_before(request, form.value("answer")) if request.method == "POST" else None
    if again is not None:
        return _told(request, again)  # and nothing else: the next person may stand there already
    if found is None or kept is None:
        return _over(request)
    try:
        if request.method == "POST":
            outcome = _signed(request, found, kept, form)
            if outcome is not None:
                return _done(request, outcome)
        options = _ask(request, found, kept["mine"])
        shown = counter.attended(found)
    except ChannelProblem as problem:
        return _problem(request, problem)
    context = {"officer": request.officer, "form": form, "options": options, "shown": shown, "mine": kept["mine"]}
    return render(request, "counter/sign.html", context)


@require_POST
@for_staff(PERMISSION)
def leave(request: Any) -> HttpResponse:
    """The person goes, or is somebody else."""
    leave_visit(request)
    return HttpResponseRedirect(HERE)


def _stood(request: Any, form: Form) -> bool:
    attestor, _, slug = form.value("stand").partition("/")
    try:
        where = counter.stated_place(form.text("where", needed=False, most=60)) if slug == "" and attestor else slug
        stand = counter.Stand(attestor, where)
        counter.stand_at(stand=stand, officer=request.officer)
    except counter.NotAttended:
        form.wrong("stand", texts.NEEDS_PLACE)
    except ValueError:
        form.wrong("where", texts.NEEDS_NAME)
    else:
        keep_stand(request, stand)
    return not form.problems


def _paper(form: Form) -> counter.Paper | None:
    day, _ = form.date("birth", clock.today())
    kind, document = form.value("kind"), form.value("document")
    if kind not in KINDS:
        form.wrong("kind", texts.NEEDS_KIND)
    if document not in counter.DOCUMENTS:
        form.wrong("document", texts.NEEDS_DOCUMENT)
    number, printed = form.text("number", most=40), form.text("document_number", most=30).upper()
    try:
        found = parse(kind, number) if kind in KINDS and number else None
    except InvalidIdentifier as error:
        form.wrong("number", error.text)
        return None
    if form.problems or found is None or day is None:
        return None
    return counter.Paper(found.kind, found.value, day, document, texts.plain_digits(printed))


def _received(request: Any, form: Form, stand: counter.Stand, paper: counter.Paper) -> bool:
    family = household_of(request.officer, RECENT)
    language = "en" if form.value("language") == "en" else "ar"
    try:
        if family is None:
            raise ChannelProblem("register-unavailable", 503)
        opened = counter.receive(stand=stand, paper=paper, language=language, officer=request.officer, family=family)
        keep_visit(request, opened.visit, opened.challenge)
    except counter.NotAttended:
        form.wrong("number", texts.NOT_FOUND)
    except counter.OwnCase:
        form.wrong("number", texts.OWN)
    except TooOften:
        form.wrong("number", texts.TOO_MANY_LOOKS)
    except ChannelProblem:
        form.wrong("number", texts.SILENT)
    return not form.problems


def _check(request: Any, found: Any, form: Form) -> None:
    counter.check_document(visit=found, officer=request.officer)


def _phone(request: Any, found: Any, form: Form) -> None:
    if found.matched_at is None:
        return
    try:
        number = parse_mobile(form.value("phone"), allowed=frozenset(settings.BAWABA.phone_countries.split(",")))
        send_live_code(visit=found, phone=number, by=_by(request))
    except InvalidPhone as error:
        form.wrong("phone", error.text)
    except ChannelProblem as problem:
        form.wrong("phone", texts.said(problem))


def _code(request: Any, found: Any, form: Form) -> None:
    if found.matched_at is None:
        return
    try:
        proof = prove_live_code(visit=found, text=typed_six_digits(request.POST.get("code", "")), by=_by(request))
    except ChannelProblem as problem:
        form.wrong("code", texts.said(problem))
        return
    if not proof.proven:
        form.wrong("code", texts.WRONG_CODE)


def _choose(request: Any, found: Any, form: Form) -> None:
    """Mine or not mine, and the terms, which the person has read."""
    shown = counter.attended(found)
    if not (shown.checked and shown.proven):
        return
    mine = form.value("mine")
    if shown.match is not None and mine not in ("yes", "no"):
        form.wrong("mine", texts.NEEDS_CHOICE)
    if form.value("terms") != "yes":
        form.wrong("terms", texts.NEEDS_TERMS)
    if not form.problems:
        request.session[SIGNING] = {"mine": mine == "yes" and shown.match is not None}


def _nothing(request: Any, found: Any, form: Form) -> None:
    """A made-up deed changes nothing."""


DEEDS: dict[str, Callable[[Any, Any, Form], None]] = {
    "check": _check,
    "phone": _phone,
    "code": _code,
    "choose": _choose,
}


def _ask(request: Any, found: Any, mine: bool) -> dict[str, Any]:
    _, challenge = kept_visit(request) or (None, "")
    options, ceremony, said = counter.ask_signature(
        visit=found, challenge=challenge, mine=mine, terms_version=terms_version(), officer=request.officer
    )
    request.session[SIGNING] = {"mine": mine, "asked": ceremony.kept(), "said": said}
    return options


def _signed(request: Any, found: Any, kept: dict[str, Any], form: Form) -> Any:
    try:
        ceremony = kept_ceremony(kept.get("asked"))
        return counter.attest(
            visit=found, said=kept["said"], ceremony=ceremony, answer=form.value("answer"), officer=request.officer
        )
    except (NotProven, ChannelProblem) as lost:
        first = signed_before(request, form.value("answer"))  # the other click of the same moment was faster
        if first is None and isinstance(lost, ChannelProblem):
            raise
        if first is None:
            form.wrong("answer", texts.NOT_SIGNED)
        return first


def _done(request: Any, outcome: Any) -> HttpResponse:
    keep_signed(request)
    return _told(request, outcome)


def _told(request: Any, outcome: Any) -> HttpResponse:
    return render(request, "counter/done.html", {"officer": request.officer, "outcome": outcome})


def _open(request: Any) -> Any:
    """The visit that is under way here, or None: nobody, over, or at a counter that was closed."""
    stand, kept = stand_of(request), kept_visit(request)
    if stand is None or kept is None:
        return None
    try:
        return counter.open_visit_of(stand, kept[0])
    except (ChannelProblem, counter.NotAttended):
        return None


def _over(request: Any) -> HttpResponse:
    leave_visit(request)
    return HttpResponseRedirect(HERE)


def _problem(request: Any, problem: ChannelProblem) -> HttpResponse:
    context = {"officer": request.officer, "said": texts.said(problem)}
    return render(request, "counter/problem.html", context, 409)


def _by(request: Any) -> Actor:
    return Actor("officer", str(request.officer.officer))
