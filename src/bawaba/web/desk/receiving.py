"""Who is expected today, and who has arrived: by the reference on the slip, nobody is named."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.cases.appointments.ports import CannotBook, NoAppointment
from bawaba.cases.appointments.queries import PAGE, expected_today
from bawaba.cases.appointments.settling import note_arrival
from bawaba.cases.catalogue import AGENCIES
from bawaba.cases.checklist import RECENT
from bawaba.journal.ports import Actor
from bawaba.web.desk.access import for_officer, household_of
from bawaba.web.desk.paging import place_in, place_of
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

LIST = "/desk/appointments"


@require_safe
@for_officer
def expected(request: Any) -> HttpResponse:
    """Today's appointments of the officer's agencies, in order."""
    return _expected(request)


def _expected(request: Any, *, silent: bool = False) -> HttpResponse:
    agencies = [slug for slug in AGENCIES if request.officer.works_for(slug)]
    after = _after(request)
    rows = expected_today(agencies, place_in(after))
    context = {"officer": request.officer, "rows": rows, "agencies": AGENCIES, "silent": silent}
    more = place_of(rows[-1].starts_at, rows[-1].number) if len(rows) == PAGE else None
    context |= {"first": not after, "after": after, "more": more, "list_at": LIST, "path": _at(after)}
    return render(request, "desk/expected.html", context)


@require_POST
@for_officer
def arrived(request: Any, handle: UUID) -> HttpResponse:
    """Once, however often it is clicked; a day too early or late changes nothing, nor while nobody knows who the officer's family are."""
    officer, family = request.officer, household_of(request.officer, RECENT)
    if family is None:
        return _expected(request, silent=True)
    try:
        note_arrival(appointment=handle, officer=officer, household=family, by=Actor("officer", str(officer.officer)))
    except NoAppointment:
        return not_found(request)
    except CannotBook:
        pass  # not its day: the list shows what is
    after = _after(request)
    return HttpResponseRedirect(_at(after))


def _at(after: str) -> str:
    return LIST + (f"?after={after}" if after else "")


def _after(request: Any) -> str:
    """The page that one is on, also when a button of it was pressed; empty for the first, and for what leads nowhere."""
    given = (request.POST if request.method == "POST" else request.GET).get("after", "")
    return given if place_in(given) else ""
