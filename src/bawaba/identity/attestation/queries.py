"""The only readers of attestation for others."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count

from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.core.text import T
from bawaba.identity.attestation.models import Attestation, Attestor, Place


@dataclass(frozen=True)
class PlaceView:
    """A place where an account can be activated."""

    channel: str
    attestor: T
    name: T
    city: T
    hours: T
    latitude: float
    longitude: float


def places(channel: str | None = None) -> list[PlaceView]:
    """Places of open attestors, by city and name."""
    rows = Place.objects.select_related("attestor").filter(attestor__state="open")
    if channel is not None:
        rows = rows.filter(attestor__channel=channel)
    return [_place(row) for row in rows.order_by("attestor__channel", "city_en", "name_en")]


def banks() -> list[T]:
    """Names of the open banks."""
    rows = Attestor.objects.filter(channel="bank", state="open").order_by("name_en")
    return [T(row.name_ar, en=row.name_en) for row in rows]


def place_name(attestor: Attestor, slug: str) -> T:
    """A place's name, or the attestor's own where the place is not known."""
    row = Place.objects.filter(attestor=attestor, slug=slug).first()
    return T(row.name_ar, en=row.name_en) if row else T(attestor.name_ar, en=attestor.name_en)


def outcome_of(attestor: Attestor, jti: str) -> dict[str, Any] | None:
    """What came of an attestation, for a client that lost the answer."""
    row = Attestation.objects.filter(attestor=attestor, jti=jti).first() if jti.isprintable() else None
    return {"jti": jti, "outcome": row.outcome} if row else None


def cap_is_reached(attestor: Attestor) -> bool:
    """As many statements as its row allows have been received within 24 hours."""
    return _received(attestor, attestor.a_day) >= attestor.a_day


def cap_is_passed(attestor: Attestor) -> bool:
    """More than its row allows; the one that was just written counts."""
    return _received(attestor, attestor.a_day + 1) > attestor.a_day


def activity_of(attestor: Attestor) -> dict[str, Any]:
    """The attestor's own figures of today, by outcome."""
    start = clock.now().astimezone(RIYADH).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Attestation.objects.filter(attestor=attestor, received_at__gte=start)
    counts = {row["outcome"]: row["n"] for row in rows.values("outcome").annotate(n=Count("id"))}
    return {"attestor": attestor.slug, "since": start.isoformat(), "outcomes": counts, "a_day": attestor.a_day}


def _received(attestor: Attestor, most: int) -> int:
    rows = Attestation.objects.filter(attestor=attestor, received_at__gt=clock.now() - timedelta(days=1))
    return rows[:most].count()


def _place(row: Place) -> PlaceView:
    return PlaceView(
        channel=row.attestor.channel,
        attestor=T(row.attestor.name_ar, en=row.attestor.name_en),
        name=T(row.name_ar, en=row.name_en),
        city=T(row.city_ar, en=row.city_en),
        hours=T(row.hours_ar, en=row.hours_en),
        latitude=float(row.latitude),
        longitude=float(row.longitude),
    )
