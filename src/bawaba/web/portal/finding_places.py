"""Where an account is activated: the list first, a map without anybody's tiles, and "choose your bank"."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.core.text import T
from bawaba.identity.attestation.queries import bank_named, banks, places
from bawaba.identity.populations import populations
from bawaba.web.portal.forms import Form
from bawaba.web.portal.nearby import CHANNELS, Asked, by_channel, cities_of, found_places, map_of, point_of, spot_named
from bawaba.web.portal.office_hours import hours_of, weekday
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

MOST = 100
MAY_ASK = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"  # this page alone asks where one is
UNKNOWN = T(
    "لا نعرف هذا المكان. اكتب اسم مدينة من القائمة.",
    en="We do not know this place. Please type a city of the list.",
)
NAMES = {
    "kiosk": T("أجهزة الخدمة الذاتية", en="Self-service kiosks"),
    "bank": T("فروع البنوك", en="Bank branches"),
    "counter": T("مكاتب الخدمة", en="Service counters"),
}
GLYPHS = {"kiosk": "kiosk", "bank": "bank", "counter": "shield"}


@require_http_methods(["GET", "HEAD", "POST"])
def places_page(request: Any) -> HttpResponse:
    """What is typed is posted, so that it stands in no address; the answer is an address that holds known names only."""
    known, form = places(), Form()
    asked = _asked(request.POST if request.method == "POST" else request.GET, known)
    if request.method == "POST":
        form = Form(request.POST)
        typed = form.text("spot", needed=False)
        if (near := spot_named(typed, known)) or not typed:
            return HttpResponseRedirect(f"/places?{asked.query(near=near)}")
        form.wrong("spot", UNKNOWN)
    rows, now = found_places(asked, known, clock.now())[:MOST], clock.now()
    context = {
        "asked": asked,
        "form": form,
        "rows": rows,
        "map": map_of(rows, request.reader.text),
        "cities": cities_of(known),
    }
    context |= {"opening": {row.number: row.place.opening(now) for row in rows}, "names": NAMES, "glyphs": GLYPHS}
    context |= {"counts": by_channel(known), "groups": populations(), "known": known, "near": _spoken(asked, known)}
    context |= {"hours": lambda one: hours_of(one.week, request.reader), "day": lambda at: weekday(at, request.reader)}
    context |= {"is_today": lambda at: at.astimezone(RIYADH).date() == clock.today()}
    answer = render(request, "portal/places.html", context)
    answer["Permissions-Policy"] = MAY_ASK
    return answer


@require_safe
def banks_page(request: Any) -> HttpResponse:
    """Choose your bank."""
    asked = request.GET.get("population", "")
    rows = [one for one in banks() if asked in ("", *one.populations)]
    context = {"banks": rows, "groups": populations(), "asked": asked if asked in populations() else ""}
    return render(request, "portal/banks.html", context)


@require_safe
def bank_page(request: Any, slug: str) -> HttpResponse:
    """What happens there, and where it is met."""
    bank = bank_named(slug)
    if bank is None:
        return not_found(request)
    mine = [one for one in places("bank") if one.by == slug]
    now = clock.now()
    context = {"bank": bank, "places": mine, "groups": populations()}
    context |= {"opening": {one.slug: one.opening(now) for one in mine}}
    return render(request, "portal/bank.html", context)


def _asked(told: Any, known: Any) -> Asked:
    """Only what we know ourselves is taken from an address."""
    channel, population, near = (told.get(name, "")[:120] for name in ("channel", "population", "near"))
    return Asked(
        channel=channel if channel in CHANNELS else "",
        population=population if population in populations() else "",
        near=near if point_of(near, known) else "",
        open_now=told.get("open") == "yes",
    )


def _spoken(asked: Asked, known: Any) -> T | None:
    """The spot from which is measured, as it is called."""
    city = cities_of(known).get(asked.near)
    named = {f"{one.by}.{one.slug}": one.name for one in known}
    return city[0] if city else named.get(asked.near)
