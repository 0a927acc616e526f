"""The queues."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.cases.catalogue import AGENCIES, services
from bawaba.cases.desk_queries import LISTS, LONGEST_PAGE, queue_of
from bawaba.web.desk.access import for_officer
from bawaba.web.desk.paging import number_in
from bawaba.web.portal.pages import render


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
