"""Which places of activation, in which order, and where each lies on a schematic map."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from math import cos, floor, log10, radians
from statistics import fmean

from bawaba.core.distances import Point, kilometres
from bawaba.core.names import fold
from bawaba.core.text import T
from bawaba.identity.attestation.queries import PlaceView

CHANNELS = ("kiosk", "counter", "bank")
WIDTH, MARGIN, NARROWEST, TALLEST = 640.0, 60.0, 0.02, 0.7
STRIP = 40.0  # below the names, for the scale
TOGETHER = 36.0  # dots nearer than that are one
BELOW, SIDE = 42.0, 90.0  # where a city's name stands
DEGREE_KM = 111.2


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; ``near`` is the slug of a city or ``attestor.place``. Nothing in it says where anybody is."""

    channel: str = ""
    population: str = ""
    near: str = ""
    open_now: bool = False

    def query(self, **other: str) -> str:
        """The address of the same with something changed."""
        asked = {"near": self.near, "channel": self.channel, "population": self.population}
        asked |= {"open": "yes" if self.open_now else ""} | other
        return "&".join(f"{name}={value}" for name, value in asked.items() if value)


@dataclass(frozen=True)
class Shown:
    """A place in the list; ``km`` None when nobody said from where."""

    place: PlaceView
    number: int
    km: float | None


@dataclass(frozen=True)
class Dot:
    """One spot of the map, for one place or several that lie together."""

    x: float
    y: float
    numbers: tuple[int, ...]
    channel: str


@dataclass(frozen=True)
class Map:
    """A drawing without streets: dots, names of cities, a scale; the rest is for whoever knows where the reader is."""

    height: float
    dots: Sequence[Dot]
    cities: Sequence[tuple[float, float, str]]
    scale_km: float
    scale: float
    origin: Point  # of the upper left corner
    per_degree: Point  # units to the south and to the east


def slug_of(city: T) -> str:
    """Of a city, for an address."""
    return re.sub(r"\W+", "-", city.en.casefold()).strip("-")


def cities_of(places: Sequence[PlaceView]) -> dict[str, tuple[T, Point]]:
    """Each city with the middle of its places, by slug, in the order of their names."""
    ordered = sorted(places, key=lambda one: slug_of(one.city))
    found = {}
    for slug, rows in groupby(ordered, key=lambda one: slug_of(one.city)):
        there = list(rows)
        found[slug] = there[0].city, (fmean(one.latitude for one in there), fmean(one.longitude for one in there))
    return found


def spot_named(text: str, places: Sequence[PlaceView]) -> str:
    """The city or place that somebody typed in either language, however it is spelt; empty when there is none."""
    typed = fold(text)
    spots = {slug: city for slug, (city, _) in cities_of(places).items()}
    spots |= {f"{one.by}.{one.slug}": one.name for one in places}
    spelt = [(slug, fold(name)) for slug, both in spots.items() for name in (both.ar, both.en)]
    same = [slug for slug, name in spelt if name == typed]
    inside = [slug for slug, name in spelt if typed and typed in name]
    return next(iter([*same, *inside]), "")


def point_of(near: str, places: Sequence[PlaceView]) -> Point | None:
    """Where that is."""
    for one in places:
        if near == f"{one.by}.{one.slug}":
            return one.point
    found = cities_of(places).get(near)
    return found[1] if found else None


def found_places(asked: Asked, places: Sequence[PlaceView], now: datetime) -> list[Shown]:
    """Those that fit, the nearest first; without a spot kiosks first, whose hours are the longest."""
    here = point_of(asked.near, places)
    fitting = [one for one in places if _fits(asked, one, now)]
    rows = [Shown(one, 0, kilometres(here, one.point) if here else None) for one in fitting]
    rows.sort(key=lambda row: (row.km or 0.0, CHANNELS.index(row.place.channel)))
    return [replace(row, number=number) for number, row in enumerate(rows, start=1)]


def map_of(rows: Sequence[Shown], say: Callable[[T], str]) -> Map | None:
    """North is up, whatever the language of its names; None when there is nothing to show."""
    if not rows:
        return None
    points = [row.place.point for row in rows]
    south, north = _widened([point[0] for point in points])
    west, east = _widened([point[1] for point in points])
    squeeze = cos(radians((south + north) / 2))
    unit = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, (north - south) / TALLEST)
    side = (WIDTH - (east - west) * squeeze * unit) / 2
    height = (north - south) * unit + 2 * MARGIN + STRIP

    def at(point: Point) -> Point:
        return side + (point[1] - west) * squeeze * unit, MARGIN + (north - point[0]) * unit

    kilometre = unit / DEGREE_KM
    round_km = _round(WIDTH / 4 / kilometre)
    spots = [(row, *at(row.place.point)) for row in rows]
    return Map(
        height=height,
        dots=_dots(spots),
        cities=[(x, y, say(name)) for x, y, name in _cities(spots)],
        scale_km=round_km,
        scale=round_km * kilometre,
        origin=(north + MARGIN / unit, west - side / (squeeze * unit)),
        per_degree=(unit, squeeze * unit),
    )


def by_channel(places: Sequence[PlaceView]) -> Mapping[str, int]:
    """How many of each kind there are."""
    return {channel: sum(one.channel == channel for one in places) for channel in CHANNELS}


def _fits(asked: Asked, one: PlaceView, now: datetime) -> bool:
    if asked.channel not in ("", one.channel) or (asked.population and asked.population not in one.populations):
        return False
    opening = one.opening(now)
    return not asked.open_now or (opening is not None and opening.open)


def _widened(values: Sequence[float]) -> Point:
    """The bounds, never a single line."""
    low, high = min(values), max(values)
    missing = max(0.0, NARROWEST - (high - low)) / 2
    return low - missing, high + missing


def _dots(spots: Sequence[tuple[Shown, float, float]]) -> list[Dot]:
    """What lies together is one dot with several numbers."""
    found: list[Dot] = []
    for row, x, y in spots:
        beside = next((dot for dot in found if abs(dot.x - x) < TOGETHER and abs(dot.y - y) < TOGETHER), None)
        if beside is None:
            found.append(Dot(x, y, (row.number,), row.place.channel))
            continue
        channel = beside.channel if beside.channel == row.place.channel else "mixed"
        found[found.index(beside)] = replace(beside, numbers=(*beside.numbers, row.number), channel=channel)
    return found


def _cities(spots: Sequence[tuple[Shown, float, float]]) -> list[tuple[float, float, T]]:
    """Each name below the dots of its city, within the drawing."""
    found = []
    for _, rows in groupby(
        sorted(spots, key=lambda one: slug_of(one[0].place.city)), key=lambda one: slug_of(one[0].place.city)
    ):
        there = list(rows)
        middle = min(max(fmean(x for _, x, _ in there), SIDE), WIDTH - SIDE)
        found.append((middle, max(y for _, _, y in there) + BELOW, there[0][0].place.city))
    return found


def _round(km: float) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is not longer."""
    ten = 10.0 ** floor(log10(km))
    return next(step * ten for step in (5, 2, 1) if step * ten <= km)
