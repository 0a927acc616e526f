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
from people import activated, leads_on

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
    assert leads_on(desk, page)
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
        more = re.search(rf'rel="next" href="({PAGE_OF}\?after=\d+-\d+)"', page)
        address = more[1] if more else ""
    assert pages == 3
    order = Appointment.objects.order_by("starts_at", "pk").values_list("uuid", flat=True)
    assert seen == [str(one) for one in order]


def made(agency: str, minute: int) -> Appointment:
    when = clock.now().astimezone(clock.RIYADH).replace(hour=12, minute=minute, second=0, microsecond=0)
    return Appointment.objects.create(
        reference=uuid4().hex[:12],
        account=uuid4(),
        person=uuid4().bytes,
        agency=agency,
        office=office().slug,
        starts_at=when,
        ends_at=when,
        seat=1,
        state="booked",
        made_at=when,
        changed_at=when,
    )


@pytest.mark.parametrize("happens", ["moved to another day", "gone"])
def test_nobody_is_left_out_when_the_last_one_of_the_page_is_there_no_more(
    world: Any, monkeypatch: pytest.MonkeyPatch, happens: str
) -> None:
    monkeypatch.setattr("bawaba.web.desk.receiving.PAGE", 2)
    monkeypatch.setattr("bawaba.cases.appointments.queries.PAGE", 2)
    _, last, third = (made("passports", minute) for minute in (10, 20, 30))
    appointed(world, "noor", "passports")
    noor = at_desk("noor")
    more = re.search(r'rel="next" href="([^"]+)"', noor.get(PAGE_OF).content.decode())
    assert more
    if happens == "gone":
        last.delete()
    else:
        Appointment.objects.filter(pk=last.pk).update(starts_at=last.starts_at + timedelta(days=1))
    assert str(third.uuid) in noor.get(more[1]).content.decode()


def test_the_way_on_tells_nothing_of_another_agencys_appointment(world: Any) -> None:
    """Whoever puts a foreign number there learns nothing of when that appointment is."""
    own, foreign = made("passports", 30), made("traffic", 40)
    appointed(world, "noor", "passports")
    noor, seen = at_desk("noor"), set()
    for minute in (10, 50):
        Appointment.objects.filter(pk=foreign.pk).update(starts_at=own.starts_at.replace(minute=minute))
        seen |= {noor.get(PAGE_OF, {"after": str(foreign.pk)}).content.decode().count(str(own.uuid))}
    assert len(seen) == 1


def test_whoever_notes_an_arrival_on_the_second_page_stays_there(today: Any) -> None:
    appointed(today, "noor", "passports")
    noor, row = at_desk("noor"), Appointment.objects.get()
    assert noor.post(f"{PAGE_OF}/{row.uuid}/arrived", {"after": "5-7"})["Location"] == f"{PAGE_OF}?after=5-7"
    for odd in ("-1", "x", "٧", "9" * 30, "//evil", "7", "5-", "-5-7", "5-7-", "٥-٧", "5-" + "9" * 30, "9" * 30 + "-7"):
        assert noor.get(PAGE_OF, {"after": odd}).status_code == 200
        assert noor.post(f"{PAGE_OF}/{row.uuid}/arrived", {"after": odd})["Location"] == PAGE_OF
