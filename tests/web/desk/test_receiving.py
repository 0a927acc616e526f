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
