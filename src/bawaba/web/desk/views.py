"""Entering and leaving the desk, and the queues."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.desk_queries import LISTS, LONGEST_PAGE, queue_of
from bawaba.core.secrets import typed_opening_code
from bawaba.core.text import T
from bawaba.identity.staff.gate import WrongEntry, leave_desk, officer_at, open_desk
from bawaba.identity.staff.queries import NoOfficer
from bawaba.web.desk.access import ENTRY, for_officer
from bawaba.web.desk.paging import number_in
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

WRONG = T(
    "الاسم أو الرمز غير صحيح، أو انتهت مدة الرمز.",
    en="The name or the code is wrong, or the code has expired.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any) -> HttpResponse:
    """User name and a one-time code from the console; one answer for every failure."""
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        name = form.text("user_name", most=60)
        try:
            open_desk(session=request.session, user_name=name, code=typed_opening_code(request.POST.get("code", "")))
            return HttpResponseRedirect("/desk/")
        except WrongEntry:
            form.wrong("user_name", WRONG)
    elif _is_inside(request):
        return HttpResponseRedirect("/desk/")
    response = render(request, "desk/enter.html", {"form": form, "officer": None})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def leave(request: Any) -> HttpResponse:
    """Gone at once."""
    leave_desk(session=request.session)
    response = HttpResponseRedirect(ENTRY)
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_safe
@for_officer
def queue(request: Any) -> HttpResponse:
    """One list of one agency, or of all that the officer works for; oldest first."""
    officer = request.officer
    agencies = [slug for slug in AGENCIES if officer.works_for(slug)]
    asked, which = request.GET.get("agency", ""), request.GET.get("list", "")
    agency = asked if asked in agencies else ""
    which = which if which in LISTS else LISTS[0]
    number = number_in(request.GET.get("after", ""))
    rows = queue_of(officer, [agency] if agency else agencies, which, number)
    context = {"officer": officer, "agencies": {slug: AGENCIES[slug] for slug in agencies}, "agency": agency}
    context |= {"which": which, "rows": rows, "titles": {slug: one.title for slug, one in services().items()}}
    context |= {"first": number is None, "more": rows[-1].number if len(rows) == LONGEST_PAGE else None}
    return render(request, "desk/queue.html", context)


def _is_inside(request: Any) -> bool:
    try:
        return bool(officer_at(request.session))
    except NoOfficer:
        return False
