"""Offices, their regions and closed days come from content/: a ministry edits them without code."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from bawaba.cases.appointments.ports import Office
from bawaba.cases.catalogue import AGENCIES
from bawaba.core.opening_hours import week_in
from bawaba.core.text import T

MOST_MINUTES, MOST_SEATS = 240, 200


class BadOffice(ValueError):
    """A file that cannot be understood; names the file and the line."""


@cache
def offices() -> Mapping[str, Office]:
    """All of them by slug, by region and English name. BadOffice."""
    found = [_office(path) for path in sorted((_content() / "offices").glob("*.md"))]
    places = list(regions())
    return {one.slug: one for one in sorted(found, key=lambda one: (places.index(one.region), one.name.en))}


@cache
def regions() -> Mapping[str, T]:
    """By slug, in the order of content/regions.md."""
    return {slug: _both(text) for slug, text in _front(_content() / "regions.md").items()}


def office_named(slug: str) -> Office | None:
    """None when there is none (any more)."""
    return offices().get(slug)


def offices_where(*, region: str = "", agency: str = "", service: str = "") -> list[Office]:
    """Those of a region, an agency, an e-service; each empty for any."""
    return [
        one
        for one in offices().values()
        if region in ("", one.region) and agency in ("", one.agency) and (not service or service in one.services)
    ]


@cache
def _closed_days() -> Mapping[date, T]:
    """Closed everywhere, from content/closed-days.md."""
    return _days(_front(_content() / "closed-days.md"))


def _holidays(told: Mapping[str, str]) -> Mapping[date, T]:
    """Closed then like every office, unless it says that it stays open."""
    if (said := told.get("holidays", "closed")) not in ("open", "closed"):
        raise ValueError(f"holidays: open or closed, not {said}")
    return {} if said == "open" else _closed_days()


def _office(path: Path) -> Office:
    told = _front(path)
    try:
        office = Office(
            slug=path.stem,
            agency=told["agency"],
            region=told["region"],
            name=_both(told["name"]),
            address=_both(told["address"]),
            latitude=float(told["latitude"]),
            longitude=float(told["longitude"]),
            hours=week_in(told),
            minutes=int(told["minutes"]),
            capacity=int(told["capacity"]),
            services=tuple(one.strip() for one in told.get("services", "").split(",") if one.strip()),
            closed=_holidays(told) | _days({day: told.get("closed_why", "مغلق | Closed") for day in _listed(told)}),
        )
        _fits(office)
    except (KeyError, ValueError) as error:
        raise BadOffice(f"{path.name}: {error}") from error
    return office


def _fits(office: Office) -> None:
    """What names something names something that exists, and figures are those of a real office."""
    if office.agency not in AGENCIES or office.region not in regions():
        raise ValueError(f"no such agency or region: {office.agency}, {office.region}")
    if not (0 < office.minutes <= MOST_MINUTES and 0 < office.capacity <= MOST_SEATS):
        raise ValueError("minutes or capacity out of range")


def _front(path: Path) -> dict[str, str]:
    """``name: value`` lines between two ``---``; what follows is for whoever edits the file."""
    if not path.is_file():
        return {}
    _, front, _ = path.read_text().split("---\n", 2)
    pairs = (line.partition(": ") for line in front.strip().splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _both(text: str) -> T:
    """``عربي | English``."""
    ar, bar, en = (part.strip() for part in text.partition("|"))
    if not (ar and bar and en):
        raise ValueError(f"not in both languages: {text}")
    return T(ar, en=en)


def _listed(told: Mapping[str, str]) -> list[str]:
    return [part.strip() for part in told.get("closed", "").split(",") if part.strip()]


def _days(told: Mapping[str, str]) -> dict[date, T]:
    """``2027-03-09`` or ``2027-03-09..2027-03-13``, each with its reason."""
    found = {}
    for text, why in told.items():
        first, _, last = text.partition("..")
        begins, ends = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        found |= {begins + timedelta(days=ahead): _both(why) for ahead in range((ends - begins).days + 1)}
    return found


def _content() -> Path:
    return Path(settings.CONTENT_DIR)
