"""Renewal windows in one's own calendar: what the address shows, to whom, and what it never shows."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bawaba.cases.feeding import renew_feed
from bawaba.cases.models import CalendarFeed
from bawaba.core import clock
from bawaba.identity.accounts.models import Account
from bawaba.journal.models import Event
from bawaba.registers.models import CachedFact
from catalogue import Asker
from payers import PERSON, account_of, at_once
from people import activated, at, logged_in

PAGE = "/settings/calendar"
database = pytest.mark.django_db


@pytest.fixture
def resident(world: Any) -> Asker:
    """With a child and a car."""
    return Asker(world, "resident", "child", "car", "clean")


def made(client: Client, seen: int = 0) -> str:
    """The path of a new address."""
    assert client.post(PAGE, {"seen": seen})["Location"] == PAGE
    found = re.search(r"http://testserver(/calendar/[\w-]{22}\.ics)", client.get(PAGE).content.decode())
    assert found
    return found[1]


def events(text: str) -> list[dict[str, str]]:
    """The calendar read as RFC 5545 says: unfolded, unescaped, by property name."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2] == "END:VCALENDAR"
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name != "END":
            plain = re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], value)
            assert found[-1].setdefault(name, plain) == plain, "once an event"
    return found


def fetched(path: str) -> list[dict[str, str]]:
    answer = at().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    return events(answer.content.decode())


@database
def test_it_shows_when_each_renewal_opens_and_ends_for_me_my_child_and_my_car(world: Any, resident: Asker) -> None:
    client = logged_in(world, resident.slug)
    found = fetched(made(client))
    said = {one["SUMMARY"]: one["DTSTART;VALUE=DATE"] for one in found}
    ends = next(one["expires"] for one in resident.record()["documents"] if one["type"] == "iqama")
    assert said["آخر يوم: تجديد هوية مقيم"] == ends.replace("-", "")
    opens = date.fromisoformat(ends) - timedelta(days=180)
    assert said["يُفتح: تجديد هوية مقيم"] == f"{opens:%Y%m%d}"
    child = world.store.person(resident.child())["names"]["ar"]["first"]
    make = world.store.list_of("vehicle", resident.key)[0]["make"]["ar"]
    assert f"آخر يوم: تجديد هوية مقيم ({child})" in said
    assert f"آخر يوم: تجديد رخصة سير مركبة ({make})" in said
    assert len({one["UID"] for one in found}) == len(found)
    for one in found:
        assert re.fullmatch(r"\d{8}T\d{6}Z", one["DTSTAMP"])
        begins = date.fromisoformat(one["DTSTART;VALUE=DATE"])
        assert date.fromisoformat(one["DTEND;VALUE=DATE"]) == begins + timedelta(days=1)


@database
def test_a_register_that_tells_the_time_in_riyadh_is_read_as_such(
    world: Any, resident: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, ask = made(logged_in(world, resident.slug)), world.register.facts

    def in_riyadh(*said: Any) -> dict[str, Any]:
        answer = ask(*said)
        return {**answer, "as_of": datetime.fromisoformat(answer["as_of"]).astimezone(clock.RIYADH).isoformat()}

    monkeypatch.setattr(world.register, "facts", in_riyadh)
    CachedFact.objects.all().delete()
    for one in fetched(path):
        stamp = datetime.strptime(one["DTSTAMP"], "%Y%m%dT%H%M%S%z")
        assert abs(stamp - clock.now()) < timedelta(minutes=5)


@database
def test_it_follows_the_language_of_the_account(world: Any, resident: Asker) -> None:
    client = logged_in(world, resident.slug)
    path = made(client)
    before = fetched(path)
    client.post("/settings/save", {"language": "en"})
    after = fetched(path)
    assert "Last day: Renew a residence permit" in {one["SUMMARY"] for one in after}
    assert [one["UID"] for one in before] == [one["UID"] for one in after], "the same events, not new ones"


@database
def test_nothing_personal_beyond_a_first_name_stands_in_it(world: Any, resident: Asker) -> None:
    text = at().get(made(logged_in(world, resident.slug))).content.decode().replace("\r\n ", "")
    child = world.store.person(resident.child())
    cars = world.store.list_of("vehicle", resident.key)
    plates = [plate for car in cars for plate in car["plate"].values()]
    for make in (make for car in cars for make in car["make"].values()):
        text = text.replace(make, "")  # a make may be somebody's family name too
    never = [resident.key, resident.child(), world.cast[resident.slug]["number"], world.cast[resident.slug]["phone"]]
    never += [child["names"]["ar"]["family"], child["identifiers"][0]["number"], *plates]
    never += [one["number"] for one in resident.record()["documents"]]
    assert not [one for one in never if one in text]


@database
def test_a_name_that_would_end_a_line_stays_a_name(world: Any, resident: Asker) -> None:
    child = world.store.person(resident.child())
    bad = "سا;ر,ة\\\r\nBEGIN:VEVENT" + "ء" * 80
    first = {**child["names"], "ar": {**child["names"]["ar"], "first": bad}}
    household = [{**one, "names": first} if one["person_key"] == resident.child() else one for one in resident.record()["household"]]  # fmt: skip
    resident.change(household=household)
    CachedFact.objects.all().delete()
    found = fetched(made(logged_in(world, resident.slug)))
    assert any("سا;ر,ة\\ BEGIN:VEVENT" in one["SUMMARY"] for one in found)


@database
def test_the_address_is_told_once_and_only_its_hash_is_kept(world: Any, resident: Asker) -> None:
    client = logged_in(world, resident.slug)
    path = made(client)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in client.get(PAGE).content.decode()
    row = CalendarFeed.objects.values().get()
    assert token.encode() not in bytes(row["token_index"])
    assert token not in str(row)


@database
def test_renewed_or_switched_off_the_old_address_shows_nothing(world: Any, resident: Asker) -> None:
    client = logged_in(world, resident.slug)
    old = made(client)
    new = made(client, seen=1)
    assert at().get(old).status_code == 404
    assert fetched(new)
    client.post(PAGE, {"off": "yes"})
    client.post(PAGE, {"off": "yes"})
    assert at().get(new).status_code == 404
    kinds = Event.objects.filter(type__startswith="calendar.").order_by("pk").values_list("type", flat=True)
    assert list(kinds) == ["calendar.make", "calendar.renew", "calendar.end"]


@database
def test_a_second_click_renews_nothing_and_spoils_nothing(world: Any, resident: Asker) -> None:
    client = logged_in(world, resident.slug)
    client.post(PAGE, {"seen": "0"})
    client.post(PAGE, {"seen": "0"})
    for odd in ("x", "-1", "٣", "9" * 30, "9" * 5_000):
        assert client.post(PAGE, {"seen": odd}).status_code == 302, odd
    found = re.search(r"(/calendar/\S+\.ics)", client.get(PAGE).content.decode())
    assert found
    assert fetched(found[1])


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_leave_one_address_that_somebody_was_told(world: Any, resident: Asker) -> None:
    for seen in (0, 1):
        told = at_once(*[lambda s=seen: renew_feed(account=resident.account, seen=s, by=PERSON) for _ in range(10)])
        (token,) = [one for one in told if one is not None]
        assert isinstance(token, str), told
        assert at().get(f"/calendar/{token}.ics").status_code == 200
    assert CalendarFeed.objects.get().version == 2


@database
def test_samis_address_never_shows_laylas_and_nobody_changes_anothers(world: Any) -> None:
    for slug in ("layla", "sami"):
        activated(world, slug)
        world.wait(31)
    layla, sami = logged_in(world, "layla"), logged_in(world, "sami")
    hers, his = made(layla), made(sami)
    marks = [{one["UID"] for one in fetched(path)} for path in (hers, his)]
    assert marks[0]
    assert not marks[0] & marks[1]
    sami.post(PAGE, {"off": "yes"})
    assert at().get(his).status_code == 404
    assert fetched(hers)
    assert at().get(PAGE).status_code == 302


@database
@pytest.mark.parametrize("state", ["suspended", "locked", "closed"])
def test_of_an_account_that_may_not_log_in_nothing_is_shown(world: Any, resident: Asker, state: str) -> None:
    path = made(logged_in(world, resident.slug))
    Account.objects.filter(uuid=account_of(world, resident.slug)).update(state=state)
    assert at().get(path).status_code == 404


@database
def test_a_silent_register_is_no_empty_calendar(world: Any, resident: Asker) -> None:
    path = made(logged_in(world, resident.slug))
    CachedFact.objects.all().delete()
    resident.spoil("silent")
    answer = at().get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "3600")
    world.app.extensions["switches"].clear()
    before = fetched(path)
    world.wait(13 * 3600)
    resident.spoil("silent")
    assert [one["UID"] for one in fetched(path)] == [one["UID"] for one in before], "what was heard before stays"


@database
def test_a_calendar_that_comes_by_every_few_hours_costs_four_statements_and_asks_no_register(world: Any, resident: Asker, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    path = made(logged_in(world, resident.slug))
    fetched(path)
    monkeypatch.setattr(world.register, "_ask", lambda *said: pytest.fail("asked"))
    with CaptureQueriesContext(connection) as captured:
        fetched(path)
    assert len(captured.captured_queries) <= 4


@database
@pytest.mark.parametrize("children", [1, 7])
def test_the_dearest_fetch_asks_the_register_twice_however_large_the_family(world: Any, resident: Asker, monkeypatch: pytest.MonkeyPatch, children: int) -> None:  # fmt: skip
    first = world.store.person(resident.child())
    others = [{**first, "person_key": f"child-{number}-{resident.key}"} for number in range(children - 1)]
    with world.store.connect() as register:
        rows = [(one["person_key"], json.dumps(one)) for one in others]
        register.executemany("INSERT INTO person (key, record) VALUES (?, ?)", rows)
    own = next(one for one in resident.record()["household"] if one["person_key"] == resident.child())
    household = [*resident.record()["household"], *({**own, "person_key": one["person_key"]} for one in others)]
    resident.change(household=household)
    path = made(logged_in(world, resident.slug))
    CachedFact.objects.all().delete()
    calls: list[str] = []
    ask = world.register._ask
    monkeypatch.setattr(world.register, "_ask", lambda *said: calls.append(said[0]) or ask(*said))
    with CaptureQueriesContext(connection) as captured:
        found = fetched(path)
    assert calls == ["/persons/facts", "/persons/records"]
    made_of = [one["sql"] for one in captured if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(made_of) <= 6, made_of
    of_a_child = [one for one in found if one["SUMMARY"].startswith("آخر يوم: تجديد هوية مقيم (")]
    assert len(of_a_child) == children


@database
def test_what_is_no_address_is_not_found(world: Any) -> None:
    for token in ("x", "A" * 22, "a" * 500, "%00", "ب"):
        assert at().get(f"/calendar/{token}.ics").status_code == 404, token


@database
def test_an_old_proof_is_asked_again_before_an_address_is_made_and_not_to_switch_it_off(world: Any, resident: Asker) -> None:  # fmt: skip
    client = logged_in(world, resident.slug)
    world.wait(301)
    assert client.post(PAGE, {"seen": "0"})["Location"].startswith("/confirm?")
    assert client.post(PAGE, {"off": "yes"})["Location"] == PAGE
