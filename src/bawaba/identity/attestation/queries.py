"""The only readers of attestation for others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField, Count, QuerySet
from django.db.models.functions import TruncDate

from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.core.distances import Point
from bawaba.core.opening_hours import Opening, Span, opening_of, week_in
from bawaba.core.text import T
from bawaba.identity.attestation.lifecycle import IN_QUARANTINE
from bawaba.identity.attestation.models import Attestation, Attestor, AttestorKey, Place
from bawaba.identity.attestation.rules import forgotten_by
from bawaba.identity.populations import populations
from bawaba.journal.prepared import Given, Prepared

DAYS_SHOWN = 14
MOST_SHOWN = 50

STATED = "~"  # before the place of a mobile unit; only the portal's own counter writes it


@dataclass(frozen=True)
class PlaceView:
    """A place where an account can be activated; ``by`` is the attestor's slug, ``week`` weekday to spans, empty when nobody can say."""

    slug: str
    by: str
    channel: str
    populations: tuple[str, ...]
    attestor: T
    name: T
    city: T
    hours: T
    week: Mapping[int, Sequence[Span]]
    latitude: float
    longitude: float

    @property
    def point(self) -> Point:
        """Latitude and longitude."""
        return self.latitude, self.longitude

    def opening(self, now: datetime) -> Opening | None:
        """Open until when, or when it opens; None when nobody can say."""
        return opening_of(lambda day: self.week.get(day.weekday(), ()), now) if self.week else None


@dataclass(frozen=True)
class AttestorView:
    """An attestor as its operators see it; what is of a kiosk alone is empty for the others."""

    attestor: Attestor
    slug: str
    name: T
    channel: str
    state: str
    proposed_by: UUID | None
    keys: Sequence[AttestorKey]
    closed_operators: Mapping[str, datetime]
    reasons: Sequence[str] = ()
    software: str = ""
    reader: str = ""
    forgotten: Sequence[str] = ()
    seen_at: datetime | None = None
    inspect_by: date | None = None


def attestors() -> list[AttestorView]:
    """All of them, by channel and name."""
    rows = Attestor.objects.select_related("kiosk").prefetch_related("keys", "closed_operators")
    return [_view(row) for row in rows.order_by("channel", "slug")]


def attestor_view(slug: str) -> AttestorView | None:
    """One of them."""
    row = Attestor.objects.select_related("kiosk").filter(slug=slug).first()
    return _view(row) if row else None


def places(channel: str | None = None) -> list[PlaceView]:
    """Places of open attestors, by city and name."""
    rows = Place.objects.select_related("attestor").filter(attestor__state="open")
    if channel is not None:
        rows = rows.filter(attestor__channel=channel)
    return [_place(row) for row in rows.order_by("attestor__channel", "city_en", "name_en")]


def stands() -> dict[str, tuple[T, list[tuple[str, T]]]]:
    """Open counters by slug: name, and their places by slug."""
    rows = Attestor.objects.filter(channel="counter", state="open").prefetch_related("places").order_by("name_en")
    return {
        row.slug: (
            T(row.name_ar, en=row.name_en),
            [
                (one.slug, T(f"{one.name_ar}، {one.city_ar}", en=f"{one.name_en}, {one.city_en}"))
                for one in row.places.all()
            ],
        )
        for row in rows
    }


def places_of(attestor: Attestor) -> list[PlaceView]:
    """Its own, whatever its state."""
    return [_place(row) for row in attestor.places.select_related("attestor").order_by("slug")]


@dataclass(frozen=True)
class BankView:
    """A bank that is open, and whose accounts it may activate."""

    slug: str
    name: T
    populations: tuple[str, ...]


def banks() -> list[BankView]:
    """The open banks by name."""
    rows = Attestor.objects.filter(channel="bank", state="open").order_by("name_en")
    return [BankView(row.slug, T(row.name_ar, en=row.name_en), _populations(row)) for row in rows]


def bank_named(slug: str) -> BankView | None:
    """One of them."""
    return next((one for one in banks() if one.slug == slug), None)


def place_name(attestor: Attestor, slug: str) -> T:
    """A place's name, what an officer on the move has stated, or the attestor's own where the place is not known."""
    if slug.startswith(STATED):
        return T(slug.removeprefix(STATED), en=slug.removeprefix(STATED))
    rows = PLACE.rows(attestor=attestor.pk, slug=slug)
    ar, en = rows[0] if rows else (attestor.name_ar, attestor.name_en)
    return T(ar, en=en)


def _named_place() -> QuerySet[Any]:
    rows = Place.objects.filter(attestor_id=Given("attestor", BigIntegerField()), slug=Given("slug", CharField()))
    return rows.values_list("name_ar", "name_en")


PLACE = Prepared(_named_place)


def names_of(attestor: str, place: str) -> tuple[T, T]:
    """Of an attestor and its place, by slug; what is not known any more keeps its slug."""
    row = Attestor.objects.filter(slug=attestor).first()
    if row is None:
        return T(attestor, en=attestor), T(place, en=place)
    return T(row.name_ar, en=row.name_en), place_name(row, place)


def names_of_attestors(slugs: Collection[str]) -> dict[str, T]:
    """By slug, whatever its state; one statement, none for nobody."""
    rows = Attestor.objects.filter(slug__in=slugs).values_list("slug", "name_ar", "name_en") if slugs else ()
    return {slug: T(ar, en=en) for slug, ar, en in rows}


@dataclass(frozen=True)
class Compared:
    """That a finger was compared, with consent to this ``text``; empty where it was not kept. No sample is."""

    at: datetime
    by: T
    text: str


def comparisons_of(account: UUID) -> list[Compared]:
    """Every comparison that activated the account or bound it anew, newest first; one statement."""
    rows = Attestation.objects.filter(account=account, method="fingerprint").order_by("-pk")
    columns = ("received_at", "attestor__name_ar", "attestor__name_en", "consent")
    return [Compared(at, T(ar, en=en), text) for at, ar, en, text in rows.values_list(*columns)[:MOST_SHOWN]]


def outcome_of(attestor: Attestor, jti: str) -> dict[str, Any] | None:
    """What came of an attestation, for a client that lost the answer."""
    row = Attestation.objects.filter(attestor=attestor, jti=jti).first() if jti.isprintable() else None
    return {"jti": jti, "outcome": row.outcome} if row else None


def activity_of(attestor: Attestor) -> dict[str, Any]:
    """The attestor's own figures of today by outcome, and of each of the last days."""
    start = clock.now().astimezone(RIYADH).replace(hour=0, minute=0, second=0, microsecond=0)
    days = figures_of(attestor, DAYS_SHOWN)
    told = [{"day": day.isoformat(), "outcomes": counts} for day, counts in days.items()]
    today = days.get(start.date(), {})
    return {
        "attestor": attestor.slug,
        "since": start.isoformat(),
        "outcomes": today,
        "a_day": attestor.a_day,
        "days": told,
    }


def figures_of(attestor: Attestor, days: int) -> dict[date, dict[str, int]]:
    """Statements by day, newest first, and outcome; a day without any is left out."""
    since = clock.today() - timedelta(days=days - 1)
    rows = Attestation.objects.filter(attestor=attestor, received_at__gte=datetime.combine(since, time.min, RIYADH))
    daily = rows.annotate(day=TruncDate("received_at", tzinfo=RIYADH)).values("day", "outcome")
    found: dict[date, dict[str, int]] = {}
    for row in daily.annotate(n=Count("id")).order_by("-day", "outcome"):
        found.setdefault(row["day"], {})[row["outcome"]] = row["n"]
    return found


def figures_today() -> dict[str, dict[str, int]]:
    """Statements of today by attestor and outcome."""
    since = datetime.combine(clock.today(), time.min, RIYADH)
    rows = Attestation.objects.filter(received_at__gte=since).values("attestor__slug", "outcome")
    found: dict[str, dict[str, int]] = {}
    for row in rows.annotate(n=Count("id")).order_by("attestor__slug", "outcome"):
        found.setdefault(row["attestor__slug"], {})[row["outcome"]] = row["n"]
    return found


def _place(row: Place) -> PlaceView:
    return PlaceView(
        slug=row.slug,
        by=row.attestor.slug,
        populations=_populations(row.attestor),
        week=week_in(row.opens),
        channel=row.attestor.channel,
        attestor=T(row.attestor.name_ar, en=row.attestor.name_en),
        name=T(row.name_ar, en=row.name_en),
        city=T(row.city_ar, en=row.city_en),
        hours=T(row.hours_ar, en=row.hours_en),
        latitude=float(row.latitude),
        longitude=float(row.longitude),
    )


def _view(row: Attestor) -> AttestorView:
    kiosk = getattr(row, "kiosk", None)
    own = (
        {
            "reasons": tuple(kiosk.reasons) if row.state in IN_QUARANTINE else (),
            "software": kiosk.software,
            "reader": kiosk.reader,
            "forgotten": forgotten_by(kiosk.reader, kiosk.case_switch),
            "seen_at": kiosk.seen_at,
            "inspect_by": kiosk.inspect_by,
        }
        if kiosk
        else {}
    )
    return AttestorView(
        attestor=row,
        slug=row.slug,
        name=T(row.name_ar, en=row.name_en),
        channel=row.channel,
        state=row.state,
        proposed_by=row.proposed_by,
        keys=sorted(row.keys.all(), key=lambda key: key.made_at, reverse=True),
        closed_operators={one.operator: one.closed_at for one in row.closed_operators.all()},
        **own,
    )


def _populations(attestor: Attestor) -> tuple[str, ...]:
    """Those that its row allows, of those whom this channel serves at all."""
    served = [slug for slug, group in populations().items() if attestor.channel in group.channels]
    return tuple(slug for slug in served if not attestor.populations or slug in attestor.populations)
