"""My appointments: the list, one with its slip and calendar file, and the way out of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from bawaba.cases.appointments.commands import cancel_appointment
from bawaba.cases.appointments.lifecycle import LIVE
from bawaba.cases.appointments.ports import CannotBook, NoAppointment
from bawaba.cases.appointments.queries import AppointmentView, appointment_of, appointments_of
from bawaba.cases.catalogue import AGENCIES
from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.queries import document_of
from bawaba.documents.typesetting import qr_svg
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import for_account
from bawaba.web.portal.calendar_file import Entry, calendar_file
from bawaba.web.portal.office_hours import weekday
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

TITLE = T("موعد: {agency}", en="Appointment: {agency}")
ABOUT = T("{office}، {address}. رقم الموعد: {reference}", en="{office}, {address}. Appointment: {reference}")


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """What is to come first, soonest on top; what was below."""
    rows = appointments_of(request.header.account)
    context = {"coming": [one for one in reversed(rows) if one.state in LIVE], "agencies": AGENCIES}
    context |= {"past": [one for one in rows if one.state not in LIVE]}
    return render(request, "portal/appointments.html", context | {"day": lambda at: weekday(at, request.reader)})


@require_safe
@for_account
def one(request: Any, handle: UUID) -> HttpResponse:
    """When, where, for whom; slip, calendar, move, cancel."""
    try:
        found = appointment_of(request.header.account, handle)
    except NoAppointment:
        return not_found(request)
    context = {
        "appointment": found,
        "agency": AGENCIES.get(found.agency),
        "said": request.GET.get("said", ""),
        "qr": "",
    }
    if found.document is not None and found.state in LIVE:
        context["qr"] = Markup(qr_svg(document_of(request.header.account, found.document).seal))  # noqa: S704 - drawn by us
    return render(request, "portal/appointment.html", context | {"day": weekday(found.starts_at, request.reader)})


@require_safe
@for_account
def calendar(request: Any, handle: UUID) -> HttpResponse:
    """For the phone's calendar; it names nobody. One that was cancelled is taken out again."""
    try:
        found = appointment_of(request.header.account, handle)
    except NoAppointment:
        return not_found(request)
    text = calendar_file(_entry(found, request.reader), request.reader)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_account
def cancel(request: Any, handle: UUID) -> HttpResponse:
    """The page shows what is true afterwards."""
    account = request.header.account
    try:
        cancel_appointment(appointment=handle, account=account, by=Actor("person", str(account)))
    except NoAppointment:
        return not_found(request)
    except CannotBook:
        pass  # cancelled before, or it has begun
    return HttpResponseRedirect(f"/appointments/{handle}")


def _entry(found: AppointmentView, reader: Reader) -> Entry:
    agency, office = AGENCIES.get(found.agency), found.office
    told = {"office": reader.text(office.name) if office else "", "reference": grouped(found.reference)}
    told |= {"address": reader.text(office.address) if office else ""}
    return Entry(
        uid=found.reference,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        title=reader.text(TITLE).format(agency=reader.text(agency) if agency else ""),
        about=reader.text(ABOUT).format(**told),
        url=f"{settings.BAWABA.public_url}/appointments/{found.uuid}",
        place=told["address"],
        geo=(office.latitude, office.longitude) if office else None,
        turn=found.turn + (found.state == "cancelled"),
        cancelled=found.state == "cancelled",
        alarm=timedelta(hours=2),
    )
