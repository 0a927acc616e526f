"""An office of the tests, a slot of it that lies ahead, and people who want it."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.crypto import get_random_string

from bawaba.cases.appointments import offices as shelf
from bawaba.cases.appointments.commands import book_appointment
from bawaba.cases.appointments.models import Appointment
from bawaba.cases.appointments.ports import Office, Wanted
from bawaba.cases.appointments.rules import slots_ahead
from bawaba.cases.concerns import Concerned
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.journal.ports import Actor
from payers import account_of

PERSON = Actor("person")
WHOLE_DAY = ((time(0, 0), time(12, 0)), (time(12, 0), time(23, 59)))


def office(capacity: int = 2, agency: str = "passports", slug: str = "", **more: Any) -> Office:
    """Open every day, whatever the day of the test, unless ``hours`` are given."""
    made = {"region": "capital", "name": T("مكتب", en="Office"), "address": T("شارع", en="Street")}
    made |= {"latitude": 24.7, "longitude": 46.7, "minutes": 30, "hours": dict.fromkeys(range(7), WHOLE_DAY)}
    return Office(
        slug=slug or f"office-{get_random_string(6).lower()}", agency=agency, capacity=capacity, **(made | more)
    )


def listed(monkeypatch: Any, *more: Office) -> None:
    """The shelf holds these besides its own."""
    both = {**shelf.offices(), **{one.slug: one for one in more}}
    monkeypatch.setattr(shelf, "offices", lambda: both)


def slot(of: Office, days: int = 3, place: int = 0) -> datetime:
    """So many days ahead, the first of the day or a later one."""
    day = (clock.now() + timedelta(days=days)).astimezone(clock.RIYADH).date()
    return [at for at in slots_ahead(of, clock.now()) if at.date() == day][place]


def wanted(account: UUID, of: Office, at: datetime, key: str = "", concerned: Concerned | None = None) -> Wanted:
    return Wanted(account, key or uuid4().hex, concerned, of, at)


def booked(world: Any, slug: str, of: Office, at: datetime) -> UUID:
    """Somebody of the cast has it."""
    own = wanted(account_of(world, slug), of, at, world.cast[slug]["person_key"])
    return book_appointment(wanted=own, by=PERSON)


def received(world: Any, slug: str, agency: str) -> None:
    """Somebody of the cast was at an office of the agency yesterday."""
    of = office(agency=agency)
    handle, day = booked(world, slug, of, slot(of)), clock.now() - timedelta(days=1)
    Appointment.objects.filter(uuid=handle).update(state="held", starts_at=day, ends_at=day)
