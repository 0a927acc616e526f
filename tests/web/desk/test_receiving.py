"""The desk's list of today's appointments: an arrival is noted once, by an officer of the agency, and nobody is named."""

from datetime import timedelta
from typing import Any

import pytest

from appointments import booked, office, slot
from bawaba.cases.appointments.models import Appointment
from bawaba.core import clock
from bawaba.journal.models import Event
from officers import appointed, at_desk
from people import activated

pytestmark = pytest.mark.django_db
PAGE = "/desk/appointments"


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
    page = noor.get(PAGE).content.decode()
    assert row.reference in page.replace("-", "")
    assert "ليلى" not in page
    for _ in range(2):
        assert noor.post(f"{PAGE}/{row.uuid}/arrived")["Location"] == PAGE
    assert Appointment.objects.get().state == "arrived"
    assert Event.objects.filter(type="appointment.arrive", actor_kind="officer").count() == 1
    assert f"{row.uuid}/arrived" not in noor.get(PAGE).content.decode()


def test_another_agency_sees_and_notes_nothing(today: Any) -> None:
    appointed(today, "noor", "traffic")
    noor, row = at_desk("noor"), Appointment.objects.get()
    assert str(row.uuid) not in noor.get(PAGE).content.decode()
    assert noor.post(f"{PAGE}/{row.uuid}/arrived").status_code == 404
    assert Appointment.objects.get().state == "booked"


def test_an_arrival_of_the_officers_family_is_a_colleagues_to_note(today: Any) -> None:
    appointed(today, "noor", "passports")
    noor, row = today.person("noor"), Appointment.objects.get()
    layla = today.person("layla")
    member = {name: layla[name] for name in ("person_key", "names", "birth_date")} | {"relation": "spouse"}
    desk = at_desk("noor")
    today.store.change_person(noor["person_key"], household=[member])
    try:
        assert desk.post(f"{PAGE}/{row.uuid}/arrived").status_code == 404
    finally:
        today.store.change_person(noor["person_key"], household=noor["household"])
    assert Appointment.objects.get().state == "booked"


def test_while_nobody_knows_the_officers_family_no_arrival_is_noted_and_the_page_says_so(today: Any) -> None:
    appointed(today, "noor", "passports")
    desk, row = at_desk("noor"), Appointment.objects.get()
    today.app.extensions["switches"]["register"] = "down"
    page = desk.post(f"{PAGE}/{row.uuid}/arrived").content.decode()
    assert "لم يُسجَّل الحضور" in page
    assert Appointment.objects.get().state == "booked"
