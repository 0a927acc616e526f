"""Pages that need no log-in."""

import uuid
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bawaba.cases.appointments.offices import offices
from bawaba.cases.catalogue import AGENCIES, search, services
from bawaba.web.content import news
from bawaba.web.portal.access import safe_next
from bawaba.web.portal.pages import render
from bawaba.web.portal.reading import remember_choices

GLYPHS = {
    "civil_affairs": "card",
    "passports": "passport",
    "traffic": "car",
    "public_security": "shield",
    "prisons": "people",
    "general": "letter",
}
MOST = 3
MOST_USED = ("violations", "pay-violations")


@require_safe
def home(request: Any) -> HttpResponse:
    """The public home: search, most used, services by agency, how to register, the newest news."""
    offered = list(services().values())
    sectors = [(slug, name, [one.title for one in offered if one.agency == slug]) for slug, name in AGENCIES.items()]
    context = {"sectors": [(slug, name, titles[:MOST]) for slug, name, titles in sectors if titles], "glyphs": GLYPHS}
    context |= {"most_used": [services()[slug] for slug in MOST_USED if slug in services()]}
    return render(request, "portal/home.html", context | {"news": news(request.reader.language)[:MOST]})


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Services by agency, or those that a search finds."""
    asked, agency = request.GET.get("q", "")[:80], request.GET.get("agency", "")
    found = [one for one in search(asked) if not agency or one.agency == agency]
    context = {"found": found, "asked": asked, "agency": AGENCIES.get(agency), "agencies": AGENCIES, "glyphs": GLYPHS}
    groups = [(name, [one for one in found if one.agency == slug]) for slug, name in AGENCIES.items()]
    context |= {"groups": [(name, rows) for name, rows in groups if rows] if not asked else []}
    context |= {"with_offices": {AGENCIES[one.agency]: one.agency for one in offices().values()}}
    context |= {"offering": {one.agency for one in services().values()}}
    return render(request, "portal/catalogue.html", context)


@require_POST
@csrf_exempt  # changes nothing but a cookie of how one reads; pages that are cached have no token
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, digits, calendar, text size: kept in a cookie, back to the same page."""
    response = HttpResponseRedirect(safe_next(request.POST.get("next", "/")))
    remember_choices(request, response)
    return response


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def failed(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    """A designed page for what went wrong, with a reference number and a way on."""
    reference = uuid.uuid4().hex[:10].upper()
    response = render(request, "portal/failed.html", {"kind": kind, "reference": reference}, status)
    response["X-Reference"] = reference
    return response


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: too large, or not a form."""
    return failed(request, "unreadable", 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return failed(request, "gone", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return failed(request, "forbidden", 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old tab, or somebody else's page."""
    return failed(request, "stale", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: nothing of the error is shown."""
    return failed(request, "broken", 500)
