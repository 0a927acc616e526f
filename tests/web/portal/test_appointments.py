"""Booking by form: region, office, day, slot; the loser of the last seat is helped on; Sami sees nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appointments import PERSON, booked, office, slot, wanted
from bawaba.cases.appointments import offices as shelf
from bawaba.cases.appointments.commands import book_appointment
from bawaba.cases.appointments.models import Appointment
from bawaba.cases.appointments.queries import appointment_of, free_slots
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import gather
from bawaba.cases.conditions import AppointmentHeld
from bawaba.cases.offers import my_cards_and_papers
from bawaba.core import clock
from bawaba.identity.accounts.queries import applicant
from bawaba.web.portal.delegating import delegable
from catalogue import Asker
from delegations import accept, offer
from payers import account_of
from people import activated, logged_in
from web.portal.test_statements import NOT_A_QUESTION

pytestmark = pytest.mark.django_db
OFFICE = "traffic-north"  # two seats a slot
REPLACED = "حلّت محلها أحدث"


@pytest.fixture
def layla(world: Any) -> Iterator[Any]:
    activated(world, "layla")
    return world


def first_free(slug: str = OFFICE, place: int = -1) -> Any:
    return [at for at, left in free_slots(shelf.offices()[slug]) if left][place]


def typed(at: Any, slug: str = OFFICE, **more: str) -> dict[str, str]:
    return {"office": slug, "at": f"{at.astimezone(clock.RIYADH):%Y-%m-%dT%H:%M}", **more}


def text(client: Client, page: str) -> str:
    return str(client.get(page).content.decode())


def test_from_the_region_to_the_slip_by_links_and_forms(layla: Any) -> None:
    client = logged_in(layla, "layla")
    page = text(client, "/services/appointments")
    assert 'href="/appointments/"' in page
    assert 'href="/appointments/book"' in text(client, "/appointments/")
    assert "?region=north&amp;agency=" in text(client, "/appointments/book").replace("&agency", "&amp;agency")
    assert f"?office={OFFICE}" in text(client, "/appointments/book?region=north")
    page = text(client, f"/appointments/book?office={OFFICE}")
    day = re.findall(r"day=(\d{4}-\d\d-\d\d)", page)[-1]
    at = re.findall(r'name="at" value="([^"]+)"', text(client, f"/appointments/book?office={OFFICE}&day={day}"))[0]
    assert at.startswith(day)
    page = client.get("/appointments/confirm", {"office": OFFICE, "at": at}).content.decode()
    assert f'value="{at}"' in page
    assert not Appointment.objects.exists(), "looking books nothing"
    for _ in range(2):
        where = client.post("/appointments/confirm", {"office": OFFICE, "at": at, "for": "self"})["Location"]
    row = Appointment.objects.get()
    assert where == f"/appointments/{row.uuid}?said=booked"
    page = text(client, where)
    assert "حُجز موعدك" in page
    assert client.get(f"/documents/{row.document}.pdf").content.startswith(b"%PDF")
    layla.deliver()
    assert any("حُجز موعدك" in said for _, said in layla.pocket.texts)
    assert str(row.uuid) in text(client, "/appointments/")


def test_the_loser_of_the_last_seat_is_told_so_and_shown_the_next(layla: Any) -> None:
    client, at, account = logged_in(layla, "layla"), first_free(), account_of(layla, "layla")
    for _ in range(2):
        book_appointment(wanted=wanted(account, shelf.offices()[OFFICE], at), by=PERSON)
    answer = client.post("/appointments/confirm", typed(at))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "حجز غيرك آخر مقعد" in page
    offered = re.findall(r'name="at" value="([^"]+)"', page)
    assert len(offered) >= 3
    assert typed(at)["at"] not in offered
    answer = client.post("/appointments/confirm", {"office": OFFICE, "at": offered[0]})
    assert answer["Location"].startswith("/appointments/"), "what is offered can be had"


def test_moving_keeps_the_old_one_until_the_new_one_is_won(layla: Any) -> None:
    client, of, account = logged_in(layla, "layla"), shelf.offices()[OFFICE], account_of(layla, "layla")
    one = booked(layla, "layla", of, first_free())
    goal = first_free(place=0)
    for _ in range(2):
        book_appointment(wanted=wanted(account, of, goal), by=PERSON)
    page = text(client, f"/appointments/{one}/move")
    assert "يبقى لك حتى تحجز غيره" in page
    answer = client.post(f"/appointments/{one}/move", typed(goal))
    assert answer.status_code == 409
    assert "موعدك السابق باقٍ" in answer.content.decode()
    better = re.findall(r'name="at" value="([^"]+)"', answer.content.decode())[0]
    assert client.post(f"/appointments/{one}/move", {"office": OFFICE, "at": better})["Location"].endswith(
        "?said=moved"
    )
    assert f"{Appointment.objects.get(uuid=one).starts_at.astimezone(clock.RIYADH):%Y-%m-%dT%H:%M}" == better


def test_the_calendar_file_has_the_slot_and_names_nobody(layla: Any) -> None:
    client = logged_in(layla, "layla")
    one = booked(layla, "layla", shelf.offices()[OFFICE], first_free())
    raw = client.get(f"/appointments/{one}.ics").content
    found, said = appointment_of(account_of(layla, "layla"), one), raw.decode().replace("\r\n ", "")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert f"DTSTART:{found.starts_at:%Y%m%dT%H%M%SZ}" in said
    assert f"DTEND:{found.ends_at:%Y%m%dT%H%M%SZ}" in said
    assert "TRIGGER:-PT2H" in said
    assert "GEO:28.38;36.56" in said
    assert layla.cast["layla"]["number"] not in said
    assert "ليلى" not in said
    client.post(f"/appointments/{one}/cancel")
    said = client.get(f"/appointments/{one}.ics").content.decode()
    assert "STATUS:CANCELLED" in said
    assert "SEQUENCE:1" in said


def test_for_a_child_as_other_services_do_it(world: Any) -> None:
    asker = Asker(world, "citizen", "child")
    client, at = logged_in(world, asker.slug), first_free()
    child = asker.child()
    assert child in client.get("/appointments/confirm", typed(at)).content.decode()
    assert client.post("/appointments/confirm", typed(at, **{"for": "somebody"})).status_code == 200
    assert not Appointment.objects.exists()
    where = client.post("/appointments/confirm", typed(at, **{"for": child}))["Location"]
    own = client.post("/appointments/confirm", typed(first_free(place=-2)))["Location"]
    assert where != own, "the child's and one's own"
    assert "باسم" in text(client, where)
    assert child not in where + text(client, where), "nothing personal in an address"


def test_a_relative_is_asked_about_again_when_the_register_is_silent_or_the_family_has_changed(world: Any) -> None:
    asker = Asker(world, "citizen", "child")
    client, at, child = logged_in(world, asker.slug), first_free(), asker.child()
    where = client.post("/appointments/confirm", typed(at, **{"for": child}))["Location"].partition("?")[0]
    asker.spoil("alone")
    world.wait(31)
    answer = client.post(f"{where}/move", typed(first_free(place=0)))
    assert answer.status_code == 409
    assert "لك أن تحجز باسمه" in answer.content.decode()
    asker.spoil("silent")
    world.wait(31)
    page = client.post("/appointments/confirm", typed(first_free(place=0), **{"for": child})).content.decode()
    assert "لك أن تحجز باسمه" in page
    assert Appointment.objects.get().starts_at == at
    assert client.post(f"{where}/cancel")["Location"] == where, "a seat can always be given back"


def test_a_time_that_is_not_offered_is_not_even_shown_for_confirmation(layla: Any) -> None:
    client, at = logged_in(layla, "layla"), first_free() + timedelta(minutes=1)
    answer = client.get("/appointments/confirm", typed(at))
    assert answer.status_code == 409
    assert "هذا الموعد غير متاح" in answer.content.decode()


def test_the_slips_code_stands_on_the_page_while_it_is_valid(layla: Any) -> None:
    client, one = logged_in(layla, "layla"), booked(layla, "layla", shelf.offices()[OFFICE], first_free())
    assert '<figure class="qr">' in text(client, f"/appointments/{one}")
    client.post(f"/appointments/{one}/cancel")
    assert '<figure class="qr">' not in text(client, f"/appointments/{one}")


@pytest.mark.parametrize(
    "given",
    [
        {"at": ""},
        {"at": "2020-01-01T08:00"},
        {"at": "2026-13-45T99:99"},
        {"at": "٢٠٢٦-١١-٢٩T٠٨:٠٠"},
        {"at": "x" * 3000},
        {"office": "no-such-office"},
        {"office": "../terms"},
        {"office": ""},
        {"at": "2099-01-03T08:00"},
        {"at": "2026-11-27T03:07"},
    ],
)
def test_tampered_times_and_unknown_offices_book_nothing(layla: Any, given: dict[str, str]) -> None:
    client = logged_in(layla, "layla")
    one = booked(layla, "layla", shelf.offices()[OFFICE], first_free())
    before = Appointment.objects.get().starts_at
    for page in ("/appointments/confirm", f"/appointments/{one}/move"):
        answer = client.post(page, typed(first_free()) | given)
        assert answer.status_code in (200, 302, 409), page
        client.get(page, given)
        client.get("/appointments/book", given | {"day": "x", "region": "x", "agency": "x"})
    assert Appointment.objects.get().starts_at == before


def test_sami_cannot_see_move_or_cancel_laylas(layla: Any) -> None:
    layla.wait(31)
    activated(layla, "sami")
    sami, one = logged_in(layla, "sami"), booked(layla, "layla", shelf.offices()[OFFICE], first_free())
    row = Appointment.objects.get()
    for handle in (one, uuid4()):
        for page in ("", ".ics", "/move"):
            assert sami.get(f"/appointments/{handle}{page}").status_code == 404, page
        assert sami.post(f"/appointments/{handle}/move", typed(first_free(place=0))).status_code == 404
        assert sami.post(f"/appointments/{handle}/cancel").status_code == 404
    assert sami.get(f"/documents/{row.document}.pdf").status_code == 404
    assert str(one) not in text(sami, "/appointments/")
    assert Appointment.objects.get().state == "booked"
    assert Appointment.objects.get().starts_at == row.starts_at


def test_cancelling_can_be_clicked_twice_and_frees_the_seat(layla: Any) -> None:
    client, at = logged_in(layla, "layla"), first_free()
    one = booked(layla, "layla", shelf.offices()[OFFICE], at)
    for _ in range(2):
        assert client.post(f"/appointments/{one}/cancel")["Location"] == f"/appointments/{one}"
    assert dict(free_slots(shelf.offices()[OFFICE]))[at.astimezone(clock.RIYADH)] == 2
    assert client.get(f"/appointments/{one}/move")["Location"] == f"/appointments/{one}"


def test_each_page_asks_little_however_many_there_are(layla: Any) -> None:
    client, account = logged_in(layla, "layla"), account_of(layla, "layla")
    for n, slug in enumerate(("passports-capital", "traffic-north", "civil-affairs-coast")):
        of = shelf.offices()[slug]
        one = booked(layla, "layla", of, first_free(slug))
        for _ in range(n):
            book_appointment(wanted=wanted(account, of, first_free(slug, -3)), by=PERSON)
    pages = ("/appointments/", f"/appointments/{one}", f"/appointments/{one}/move", f"/appointments/{one}.ics")
    for page in (*pages, "/appointments/book", f"/appointments/book?office={OFFICE}"):
        text(client, page)
        with CaptureQueriesContext(connection) as asked:
            text(client, page)
        made = [one["sql"] for one in asked.captured_queries if not NOT_A_QUESTION.match(one["sql"])]
        assert len(made) <= 3, (page, made)


def test_offices_with_hours_are_public_and_say_whether_they_are_open(world: Any, client: Client) -> None:
    page = text(client, "/offices")
    assert all(one.name.ar in page for one in shelf.offices().values())
    assert "مفتوح الآن" in page or "يفتح" in page
    page = text(client, "/offices?region=north")
    assert "التلال" in page
    assert "المرفأ" not in page
    assert "المرفأ" in text(client, "/offices?service=update-passport")
    assert 'href="/offices?agency=traffic"' in text(client, "/services/?agency=traffic")
    assert 'href="/offices?service=renew-passport"' in text(client, "/services/renew-passport")
    assert 'href="/offices"' in text(client, "/")
    assert client.get("/offices?region=x&agency=y&service=z").status_code == 200


def test_the_register_being_silent_leaves_ones_own_appointment(layla: Any) -> None:
    client, at = logged_in(layla, "layla"), first_free()
    layla.wait(timedelta(minutes=2).total_seconds())
    layla.app.extensions["switches"]["register"] = "down"
    try:
        assert client.get("/appointments/confirm", typed(at)).status_code == 200
        assert client.post("/appointments/confirm", typed(at))["Location"].startswith("/appointments/")
    finally:
        layla.app.extensions["switches"]["register"] = "up"


def test_the_service_points_to_the_page(layla: Any) -> None:
    one = services()["appointments"]
    client = logged_in(layla, "layla")
    assert one.page == "/appointments/"
    assert client.get("/services/appointments/apply").status_code == 404
    assert office(agency="traffic").capacity == 2
    assert slot(office()) > clock.now()


def test_a_void_slip_is_marked_among_ones_documents_and_no_slip_is_sent_by_courier(layla: Any) -> None:
    client, one = logged_in(layla, "layla"), booked(layla, "layla", shelf.offices()[OFFICE], first_free())
    assert REPLACED not in text(client, "/documents/")
    client.post(f"/appointments/{one}/move", typed(first_free(place=0)))
    page = text(client, "/documents/")
    assert (page.count("بطاقة موعد"), page.count(REPLACED)) == (2, 1)
    asked = services()["document-delivery"]
    facts = gather(asked.topics, applicant(account_of(layla, "layla")), layla.cast["layla"]["person_key"])
    assert len(facts.papers) == 1
    assert not [option for option in my_cards_and_papers(facts) if option.value.startswith("paper:")]


def test_a_delegation_lets_nobody_book_for_its_giver(world: Any) -> None:
    """docs/decisions/appointments-and-delegations.md"""
    for slug in ("omar", "layla"):
        activated(world, slug)
        world.wait(31)
    accept(world, offer(world, "omar", world.cast["layla"]["number"]), "layla")
    client, at, omar = logged_in(world, "layla"), first_free(), world.cast["omar"]["person_key"]
    page = client.get("/appointments/confirm", typed(at)).content.decode()
    assert omar not in page
    answer = client.post("/appointments/confirm", typed(at, **{"for": omar}))
    assert answer.status_code == 200
    assert 'id="errors"' in answer.content.decode()
    assert not Appointment.objects.exists()


def test_no_service_that_takes_a_delegation_waits_for_an_appointment() -> None:
    delegated = [one for one in services().values() if "delegation" in one.for_whom]
    assert delegated
    assert not [one.slug for one in delegated if any(isinstance(c, AppointmentHeld) for c in one.conditions)]
    assert "appointments" not in delegable()
