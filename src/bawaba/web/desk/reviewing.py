"""The identity office: "not you?" cases and registrations in fraud review; lists that name nobody, pages that are looks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.cases.checklist import RECENT
from bawaba.core.text import T
from bawaba.identity.attestation.queries import names_of
from bawaba.identity.enrolment.commands import IllegalMove
from bawaba.identity.enrolment.queries import NoEnrolment
from bawaba.identity.enrolment.review import PAGE, Held, held, held_enrolments, look_at_held
from bawaba.identity.review.commands import LONGEST_NOTE, NotYours, PressedSince, decide_case, decide_held, look_at_case
from bawaba.identity.review.lifecycle import UNDECIDED
from bawaba.identity.review.queries import CaseView, NoCase, case_of, decisions_about, undecided_cases
from bawaba.identity.review.rules import OF_CASES, OF_ENROLMENTS
from bawaba.identity.staff.queries import OfficerView
from bawaba.identity.staff.rules import is_own_case
from bawaba.journal.ports import Actor
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier
from bawaba.web.desk.access import for_staff, household_of
from bawaba.web.desk.paging import number_in
from bawaba.web.desk.people import name_of_operator
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

PERMISSION = "review_identity"
NOW = timedelta(0)
NEEDS_REASON = T("اختر السبب.", en="Choose the reason.")
NEEDS_WARNING = T(
    "ضُغط زر «لست أنا» بعد إثبات الحضور. اقرأ التنبيه، ثم أكّد أنك تحققت من ذلك.",
    en="Somebody pressed “not me” after the attendance. Read the warning, then confirm that you have looked into it.",
)
TOO_LATE = T(
    "تغيّرت الحال أو كان لك شأن فيها، فلم يُحفظ القرار.",
    en="It has changed meanwhile, or you had a part in it: the decision was not kept.",
)


@dataclass(frozen=True)
class Access:
    """Whether this officer may read and decide: not their own or family's, and not while nobody can say."""

    own: bool
    silent: bool


@require_safe
@for_staff(PERMISSION)
def cases(request: Any) -> HttpResponse:
    """Undecided ones, oldest first."""
    after = number_in(request.GET.get("after", ""))
    rows = undecided_cases(after)
    return _list(request, "cases", rows, after, rows[-1].number if len(rows) == PAGE else None)


@require_safe
@for_staff(PERMISSION)
def registrations(request: Any) -> HttpResponse:
    """Held ones, oldest first."""
    after = number_in(request.GET.get("after", ""))
    rows = held_enrolments(after)
    return _list(request, "registrations", rows, after, rows[-1][0] if len(rows) == PAGE else None)


@require_safe
@for_staff(PERMISSION)
def case_page(request: Any, handle: UUID) -> HttpResponse:
    """Every look is an event."""
    try:
        return _case(request, case_of(handle), Form())
    except NoCase:
        return not_found(request)


@require_safe
@for_staff(PERMISSION)
def registration_page(request: Any, handle: UUID) -> HttpResponse:
    """Every look is an event."""
    try:
        return _registration(request, held(handle), Form())
    except NoEnrolment:
        return not_found(request)


@require_POST
@for_staff(PERMISSION)
def decide(request: Any, handle: UUID, move: str) -> HttpResponse:
    """Once, with a reason; the page shows what is true afterwards."""
    try:
        found = case_of(handle)
    except NoCase:
        return not_found(request)
    if move not in OF_CASES:
        return not_found(request)
    access, form = _access_to(request.officer, found.who.person_key, NOW), Form(request.POST)
    if not (access.own or access.silent):
        warned = form.value("lift_warned") == "yes"
        _decided(
            form, move, OF_CASES[move], request.officer, lambda **said: decide_case(case=handle, warned=warned, **said)
        )
    return (
        _case(request, case_of(handle), form)
        if form.problems
        else HttpResponseRedirect(f"/desk/reviews/cases/{handle}")
    )


@require_POST
@for_staff(PERMISSION)
def decide_registration(request: Any, handle: UUID, move: str) -> HttpResponse:
    """Once, with a reason; released or closed, it leaves the list."""
    try:
        found = held(handle)
    except NoEnrolment:
        return not_found(request)
    if move not in OF_ENROLMENTS:
        return not_found(request)
    access, form = _access_to_registration(request.officer, found), Form(request.POST)
    if not (access.own or access.silent):
        _decided(form, move, OF_ENROLMENTS[move], request.officer, lambda **said: decide_held(enrolment=handle, **said))
    if form.problems:
        return _registration(request, found, form)
    here = f"/desk/reviews/registrations/{handle}"
    return HttpResponseRedirect(
        here if move == "keep" or access.own or access.silent else "/desk/reviews/registrations"
    )


def _decided(form: Form, move: str, reasons: Mapping[str, T], officer: OfficerView, deed: Callable[..., None]) -> None:
    reason, note = form.value(f"{move}_reason"), form.value(f"{move}_note").replace("\0", "").strip()[:LONGEST_NOTE]
    if reason not in reasons:
        form.wrong(f"{move}_reason", NEEDS_REASON)
        return
    try:
        deed(move=move, reason=reason, note=note, officer=officer)
    except (NotYours, IllegalMove):
        form.wrong(f"{move}_reason", TOO_LATE)
    except PressedSince:
        form.wrong("lift_warned", NEEDS_WARNING)


def _case(request: Any, found: CaseView, form: Form) -> HttpResponse:
    access = _access_to(request.officer, found.who.person_key, RECENT)
    context: dict[str, Any] = {"officer": request.officer, "access": access, "case": found, "form": form}
    if access.own or access.silent:
        return render(request, "desk/review_closed.html", context)
    look_at_case(case=found.case, officer=request.officer)
    part = found.excludes(request.officer.officer)
    moves = [] if part else [move for move in OF_CASES if _open(found, move)]
    attestor, place = names_of(found.about.get("attestor", ""), found.about.get("place", ""))
    context |= {"moves": moves, "part": part, "reasons": OF_CASES, "attestor": attestor, "place": place}
    context |= {"operator": name_of_operator(found.about.get("operator", ""))}
    context |= {"attendant": name_of_operator(found.attendant)}
    context |= {"decisions": decisions_about(found.case, found.who.account)}
    return render(request, "desk/review_case.html", context)


def _open(found: CaseView, move: str) -> bool:
    if found.state not in UNDECIDED or (move == "settle") != (found.who.state == "closed"):
        return False
    return found.attended_at is not None if move == "lift" else move == "settle" or found.state == "open"


def _registration(request: Any, found: Held, form: Form) -> HttpResponse:
    access = _access_to_registration(request.officer, found)
    context: dict[str, Any] = {"officer": request.officer, "access": access, "held": found, "form": form}
    if access.own or access.silent:
        return render(request, "desk/review_closed.html", context)
    look_at_held(enrolment=found.enrolment, by=Actor("officer", str(request.officer.officer)))
    context |= {"moves": tuple(OF_ENROLMENTS), "reasons": OF_ENROLMENTS, "person": _person(found)}
    context |= {"decisions": decisions_about(found.enrolment, found.enrolment)}
    return render(request, "desk/review_registration.html", context)


def _access_to(officer: OfficerView, person_key: str, max_age: timedelta) -> Access:
    """One's own is known without the register; whose family it is only by it."""
    family = household_of(officer, max_age)
    return Access(own=is_own_case(officer.person_key, person_key, family or ()), silent=family is None)


def _access_to_registration(officer: OfficerView, found: Held) -> Access:
    try:
        person = _person(found)
    except RegisterUnavailable:
        return Access(own=False, silent=True)
    return _access_to(officer, person.person_key, RECENT) if person else Access(own=False, silent=False)


def _person(found: Held) -> Any:
    """Whose number it is, as the register says; None when it is nobody's."""
    try:
        return person_by_identifier(found.claims.identifier_kind, found.claims.identifier, max_age=RECENT).value
    except UnknownPerson:
        return None


def _list(request: Any, which: str, rows: Any, after: int | None, more: int | None) -> HttpResponse:
    context = {"officer": request.officer, "which": which, "rows": rows, "first": after is None, "more": more}
    return render(request, "desk/reviews.html", context)
