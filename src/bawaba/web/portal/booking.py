"""Booking and moving: region, office, day, slot; each step is an address, so that going back is safe."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.cases.acting import may_act_for, may_still_act
from bawaba.cases.appointments.commands import book_appointment, move_appointment
from bawaba.cases.appointments.offices import office_named, offices_where, regions
from bawaba.cases.appointments.ports import NO_SLOT, UNRELATED, CannotBook, NoAppointment, Office, Wanted
from bawaba.cases.appointments.queries import AppointmentView, appointment_of, free_slots, next_free
from bawaba.cases.appointments.rules import is_slot
from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.concerns import Concerned
from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.core.text import T
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import for_account
from bawaba.web.portal.applying import SELF, own_record
from bawaba.web.portal.forms import Form
from bawaba.web.portal.office_hours import weekday
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

SERVICE = "appointments"
SLOT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
CHOOSE_SLOT = T("اختر وقتًا من القائمة.", en="Choose a time from the list.")
CHOOSE = T("اختر صاحب الموعد.", en="Choose whose appointment it is.")
FIRST_DAYS = 6


@require_safe
@for_account
def book(request: Any) -> HttpResponse:
    """The next step of what is chosen so far; what does not exist is not chosen."""
    return _steps(request, None, Form())


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def confirm(request: Any) -> HttpResponse:
    """Everything once more, and for whom; its button books."""
    sent = request.method == "POST"
    given = request.POST if sent else request.GET
    office, starts_at = office_named(given.get("office", "")), read_slot(given.get("at", ""))
    if office is None or starts_at is None:
        return _steps(request, None, _wrong(CHOOSE_SLOT)) if office else HttpResponseRedirect("/appointments/book")
    if not is_slot(office, starts_at, clock.now()):
        return _refused(request, CannotBook(NO_SLOT, "slot"), office, None)
    family, form = _family(request), Form(request.POST if sent else {})
    if sent:
        concerned = _chosen(form.value("for") or SELF, family or ())
        if concerned is not False:
            wanted = Wanted(request.header.account, _key(request, concerned), concerned, office, starts_at)
            return _booked(request, wanted)
        form.wrong("for", CHOOSE if family is not None else UNRELATED)
    context = {"office": office, "at": starts_at, "family": family, "form": form, "agency": AGENCIES[office.agency]}
    return render(request, "portal/booking_confirm.html", context | {"day": weekday(starts_at, request.reader)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def move(request: Any, handle: UUID) -> HttpResponse:
    """Another slot of the same agency; until it is won the old one stays."""
    account = request.header.account
    try:
        found = appointment_of(account, handle)
    except NoAppointment:
        return not_found(request)
    if not found.may_change:
        return HttpResponseRedirect(f"/appointments/{handle}")
    if request.method != "POST":
        return _steps(request, found, Form())
    office, starts_at = office_named(request.POST.get("office", "")), read_slot(request.POST.get("at", ""))
    if office is None or starts_at is None:
        return _steps(request, found, _wrong(CHOOSE_SLOT if office else NO_SLOT))
    if not _still_related(request, found):
        return _refused(request, CannotBook(UNRELATED, "unrelated"), office, found)
    try:
        move_appointment(appointment=handle, account=account, office=office, starts_at=starts_at, by=_by(request))
    except CannotBook as refused:
        return _refused(request, refused, office, found)
    return HttpResponseRedirect(f"/appointments/{handle}?said=moved")


def read_slot(text: str) -> datetime | None:
    """``2026-11-29T08:20`` in Riyadh; None when it is nothing like that."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=RIYADH) if SLOT.fullmatch(text) else None
    except ValueError:
        return None


def _booked(request: Any, wanted: Wanted) -> HttpResponse:
    try:
        handle = book_appointment(wanted=wanted, by=_by(request))
    except CannotBook as refused:
        return _refused(request, refused, wanted.office, None)
    return HttpResponseRedirect(f"/appointments/{handle}?said=booked")


def _refused(request: Any, refused: CannotBook, office: Office, moving: AppointmentView | None) -> HttpResponse:
    """Why, and the next free times: one click books or moves to one of them."""
    offered = next_free(office) if refused.reason in ("full", "slot") else []
    context = {"refused": refused, "office": office, "next": offered, "moving": moving}
    context |= {"day": lambda at: weekday(at, request.reader), "slot": _slot}
    return render(request, "portal/booking_refused.html", context, 409)


def _steps(request: Any, moving: AppointmentView | None, form: Form) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    agency = moving.agency if moving else given.get("agency", "")
    office = office_named(given.get("office", "")) or (moving.office if moving and "region" not in given else None)
    if office is not None and agency not in ("", office.agency):
        office = None
    context = {"moving": moving, "form": form, "agencies": AGENCIES, "office": office, "regions": regions()}
    context |= {"way": f"/appointments/{moving.uuid}/move" if moving else "/appointments/book"}
    context |= {"agency": agency if agency in AGENCIES else "", "region": given.get("region", "")}
    if office is not None:
        return render(request, "portal/booking_slots.html", context | _slots(request, office, given.get("day", "")))
    found = offices_where(agency=context["agency"])
    context |= {"here": {one.region for one in found}}
    return render(
        request, "portal/booking.html", context | {"offices": [one for one in found if one.region == context["region"]]}
    )


def _slots(request: Any, office: Office, day: str) -> dict[str, Any]:
    """Free slots by day; the first day with one is chosen unless another is."""
    days: dict[date, list[datetime]] = {}
    for at, left in free_slots(office):
        if left:
            days.setdefault(at.date(), []).append(at)
    chosen = next((one for one in days if one.isoformat() == day), next(iter(days), None))
    return {
        "days": list(days),
        "first": FIRST_DAYS,
        "chosen": chosen,
        "slots": days.get(chosen, []) if chosen else [],
        "slot": _slot,
        "day": lambda one: weekday(datetime.combine(one, datetime.min.time(), RIYADH), request.reader),
    }


def _slot(at: datetime) -> str:
    return f"{at.astimezone(RIYADH):%Y-%m-%dT%H:%M}"


def _family(request: Any) -> Sequence[Concerned] | None:
    """None while the register is silent."""
    own = own_record(request)
    return may_act_for(services()[SERVICE], request.header.account, own) if own else None


def _still_related(request: Any, found: AppointmentView) -> bool:
    """Asked again before it is moved: a family may have changed since it was booked."""
    if found.concerned is None:
        return True
    return may_still_act(services()[SERVICE], request.header.account, found.concerned, own_record(request))


def _chosen(value: str, family: Sequence[Concerned]) -> Concerned | bool | None:
    """None for oneself; False for nobody of the family."""
    return None if value == SELF else next((one for one in family if one.person_key == value), False)


def _key(request: Any, concerned: Concerned | None) -> str:
    return concerned.person_key if concerned else str(request.header.person_key)


def _wrong(why: T) -> Form:
    return Form({}, {"at": why})


def _by(request: Any) -> Actor:
    return Actor("person", str(request.header.account))
