"""Parcels in doubt: the courier was silent for a month, and a person finds out who has them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.cases.delivery.doubts import PAGE, decide_doubt, doubts_for
from bawaba.cases.deskwork import NotYours
from bawaba.web.desk.access import for_officer, household_of
from bawaba.web.desk.paging import number_in
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

LIST = "/desk/parcels"
NOW = timedelta(0)
DEEDS = {"try-again": "try_again", "give-back": "give_back"}


@require_safe
@for_officer
def in_doubt(request: Any) -> HttpResponse:
    """By reference; whose they are stands nowhere."""
    return _list(request)


@require_POST
@for_officer
def act(request: Any, handle: UUID, deed: str) -> HttpResponse:
    """Once, whoever was faster: the list shows what is left."""
    officer, family = request.officer, household_of(request.officer, NOW)
    if family is None:
        return _list(request, silent=True)
    try:
        decide_doubt(parcel=handle, move=DEEDS.get(deed, ""), officer=officer, household=family)
    except NotYours:
        return not_found(request)
    return HttpResponseRedirect(LIST)


def _list(request: Any, *, silent: bool = False) -> HttpResponse:
    after = number_in(request.GET.get("after", ""))
    rows = doubts_for(request.officer, after)
    context = {"officer": request.officer, "rows": rows, "silent": silent, "first": after is None}
    context |= {"more": rows[-1].number if len(rows) == PAGE else None, "list_at": LIST}
    context |= {"path": LIST} if silent else {}
    return render(request, "desk/parcels.html", context)
