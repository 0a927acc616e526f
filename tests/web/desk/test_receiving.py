"""The desk's list of today's appointments: an arrival is noted once, by an officer of the agency, and nobody is named."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from appointments import booked, office, slot
from bawaba.cases.appointments.models import Appointment
from bawaba.cases.appointments.queries import PAGE
from bawaba.core import clock
from bawaba.journal.models import Event
from officers import appointed, at_desk
from people import activated

pytestmark = pytest.mark.django_db
PAGE_OF = "/desk/appointments"


@pytest.fixture
def today(world: Any) -> Any:
    """Layla has an appointment at the passports today."""
    activated(world, "layla")
    of = office()
    booked(world, "layla", of, slot(of, 2, 20))
    world.wait((slot(of, 2, 20) - clock.now() - timedelta(hours=1)).total_seconds())
    return world


def test_an_officer_notes_an_arrival_once(today: Any) -> None:
    appointed(today, "noor", "passports")
    noor, row = at_desk("noor"), Appointment.objects.get()
    page = noor.get(PAGE_OF).content.decode()
    assert row.reference in page.replace("-", "")
    assert "ليلى" not in page
    for _ in range(2):
        assert noor.post(f"{PAGE_OF}/{row.uuid}/arrived")["Location"] == PAGE_OF
    assert Appointment.objects.get().state == "arrived"
    assert Event.objects.filter(type="appointment.arrive", actor_kind="officer").count() == 1
    assert f"{row.uuid}/arrived" not in noor.get(PAGE_OF).content.decode()


def test_another_agency_sees_and_notes_nothing(today: Any) -> None:
    appointed(today, "noor", "traffic")
    noor, row = at_desk("noor"), Appointment.objects.get()
    assert str(row.uuid) not in noor.get(PAGE_OF).content.decode()
    assert noor.post(f"{PAGE_OF}/{row.uuid}/arrived").status_code == 404
    assert Appointment.objects.get().state == "booked"


def test_an_arrival_of_the_officers_family_is_a_colleagues_to_note(today: Any) -> None:
    appointed(today, "noor", "passports")
    noor, row = today.person("noor"), Appointment.objects.get()
    layla = today.person("layla")
    member = {name: layla[name] for name in ("person_key", "names", "birth_date")} | {"relation": "spouse"}
    desk = at_desk("noor")
    today.store.change_person(noor["person_key"], household=[member])
    try:
        assert desk.post(f"{PAGE_OF}/{row.uuid}/arrived").status_code == 404
    finally:
        today.store.change_person(noor["person_key"], household=noor["household"])
    assert Appointment.objects.get().state == "booked"


def test_while_nobody_knows_the_officers_family_no_arrival_is_noted_and_the_page_says_so(today: Any) -> None:
    appointed(today, "noor", "passports")
    desk, row = at_desk("noor"), Appointment.objects.get()
    today.app.extensions["switches"]["register"] = "down"
    page = desk.post(f"{PAGE_OF}/{row.uuid}/arrived").content.decode()
    assert "لم يُسجَّل الحضور" in page
    assert Appointment.objects.get().state == "booked"


def test_a_day_of_more_than_a_page_goes_on_by_key_and_nobody_is_left_out(world: Any) -> None:
    of, when = office(), clock.now().astimezone(clock.RIYADH).replace(hour=12, minute=0, second=0, microsecond=0)
    count = 2 * PAGE + 3
    made = [
        Appointment(
            reference=f"{number:012d}",
            account=uuid4(),
            person=uuid4().bytes,
            agency="passports",
            office=of.slug,
            starts_at=when + timedelta(minutes=10 * ((7 * number) % 50)),
            ends_at=when,
            seat=number,
            state="booked",
            made_at=when,
            changed_at=when,
        )
        for number in range(count)
    ]
    Appointment.objects.bulk_create(made)
    appointed(world, "noor", "passports")
    noor, seen, pages, address = at_desk("noor"), [], 0, PAGE_OF
    while address:
        page = noor.get(address).content.decode()
        seen += re.findall(r"appointments/([\w-]{36})/arrived", page)
        pages += 1
        more = re.search(r'rel="next" href="(\?after=\d+)"', page)
        address = PAGE_OF + more[1] if more else ""
    assert pages == 3
    order = Appointment.objects.order_by("starts_at", "pk").values_list("uuid", flat=True)
    assert seen == [str(one) for one in order]


def test_whoever_notes_an_arrival_on_the_second_page_stays_there(today: Any) -> None:
    appointed(today, "noor", "passports")
    noor, row = at_desk("noor"), Appointment.objects.get()
    assert noor.post(f"{PAGE_OF}/{row.uuid}/arrived", {"after": "7"})["Location"] == f"{PAGE_OF}?after=7"
    for odd in ("-1", "x", "٧", "9" * 30, "//evil"):
        assert noor.post(f"{PAGE_OF}/{row.uuid}/arrived", {"after": odd})["Location"] == PAGE_OF
