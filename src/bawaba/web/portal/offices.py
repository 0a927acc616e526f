"""Offices with their hours, by region and agency; open to everybody."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.cases.appointments.offices import offices, offices_where, regions
from bawaba.cases.appointments.rules import opening
from bawaba.cases.catalogue import AGENCIES, services
from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.web.portal.office_hours import hours_of, weekday
from bawaba.web.portal.pages import render


@require_safe
def offices_page(request: Any) -> HttpResponse:
    """Each with what it does, where it is, and whether it is open now."""
    asked = {name: request.GET.get(name, "")[:60] for name in ("region", "agency", "service")}
    found, now = offices_where(**asked), clock.now()
    groups = [(regions()[slug], list(rows)) for slug, rows in groupby(found, key=lambda one: one.region)]
    context = {"groups": groups, "regions": regions(), "asked": asked, "service": services().get(asked["service"])}
    context |= {"agencies": {slug: AGENCIES[slug] for slug in dict.fromkeys(one.agency for one in offices().values())}}
    context |= {"names": AGENCIES, "titles": services(), "opening": {one.slug: opening(one, now) for one in found}}
    context |= {"hours": lambda one: hours_of(one.hours, request.reader), "day": lambda at: weekday(at, request.reader)}
    context |= {"is_today": lambda at: at.astimezone(RIYADH).date() == clock.today()}
    context |= {"closed": {one.slug: one.closed.get(clock.today()) for one in found}}
    return render(request, "portal/offices.html", context)
