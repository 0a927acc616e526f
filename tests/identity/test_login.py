"""R8 and A4, A5: what strangers' wrong passwords can close, and what they cannot."""

from itertools import cycle, islice
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bawaba.core import clock
from bawaba.identity.accounts.models import Account, Session
from bawaba.identity.accounts.named import BY_NAME, BY_NUMBER, named
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.accounts.retention import clear_sessions
from bawaba.journal.prepared import Prepared
from bawaba_sandbox.register.numbers import identifier_of
from people import activated, at, give_details, logged_in, origin

pytestmark = pytest.mark.django_db
WRONG = "not the password"
NOBODYS = identifier_of("resident", 3_000_000)[1]


def wrong_from_anywhere(times: int, name: str = "omar") -> None:
    for _ in range(times):
        assert not give_details(at(), name, WRONG)


def test_a_right_password_and_a_code_open_a_session(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    assert client.get("/home").status_code == 200


def test_the_number_logs_in_as_well_as_the_user_name(world: Any) -> None:
    activated(world, "omar")
    assert give_details(at(), world.cast["omar"]["number"])


@pytest.mark.promise("A5")
def test_ten_misses_from_one_place_close_it_for_fifteen_minutes_and_no_other(world: Any) -> None:
    activated(world, "omar")
    here = origin().address
    for _ in range(10):
        assert not give_details(at(here), "omar", WRONG)
    assert not give_details(at(here), "omar")
    assert give_details(at(), "omar")
    world.wait(15 * 60 + 1)
    assert give_details(at(here), "omar")


@pytest.mark.promise("A4")
def test_a_hundred_misses_of_strangers_close_the_password_for_strangers_only(world: Any) -> None:
    activated(world, "omar")
    own = logged_in(world, "omar")
    own.post("/logout")
    wrong_from_anywhere(100)
    assert not give_details(at(), "omar")
    assert give_details(own, "omar")
    assert give_details(at(), "omar"), "a success of the owner ends the row"


@pytest.mark.promise("A4")
def test_a_success_ends_the_row_of_misses(world: Any) -> None:
    activated(world, "omar")
    wrong_from_anywhere(60)
    logged_in(world, "omar")
    wrong_from_anywhere(60)
    assert give_details(at(), "omar")


def test_names_that_nobody_has_are_counted_alike(world: Any) -> None:
    wrong_from_anywhere(3, name="nobody-at-all")
    assert not Session.objects.exclude(account=None).exists()


@pytest.mark.parametrize("whose", ["omar", "nobody"])
def test_a_number_is_counted_as_one_however_it_is_written(world: Any, whose: str) -> None:
    """Where a place closes for somebody and stays open for nobody, an answer without a hash tells which (A10)."""
    activated(world, "omar")
    number = world.cast["omar"]["number"] if whose == "omar" else NOBODYS
    arabic, spaced = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), f"{number[:4]} {number[4:]}"
    here, most = origin().address, settings.LIMITS.login_failures_before_wait
    ways = (number, arabic, spaced)
    for way in islice(cycle(ways), most):
        assert not give_details(at(here), way, WRONG)
    with CaptureQueriesContext(connection) as asked:
        give_details(at(here), ways[most % len(ways)], WRONG)
    assert any("closed_until" in one["sql"] and "UPDATE" in one["sql"] for one in asked), "closed"


@pytest.mark.parametrize("name", ["omar", NOBODYS, "nobody-at-all", "", "' OR 1=1 --", "x" * 400])
def test_nobody_is_the_same_nobody_each_time_and_no_password_fits(world: Any, name: str) -> None:
    """Also where there are no accounts at all, and where there are, and one of them has another name."""
    first = named(name)
    activated(world, "layla")
    second = named(name)
    assert (first.account, first.password, first.state) == (second.account, "!", "")
    assert not Account.objects.filter(uuid=first.account).exists()
    assert not give_details(at(), name)


@pytest.mark.parametrize("asked", [BY_NUMBER, BY_NAME], ids=["number", "name"])
def test_whom_a_log_in_names_is_found_by_an_index(asked: Prepared) -> None:
    kind = bytes if asked is BY_NUMBER else str
    with CaptureQueriesContext(connection) as seen:
        asked.unread(key=kind())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {seen[0]['sql']}")
            assert not [how for *_, how in cursor.fetchall() if "INDEX" not in how and "SCAN" in how]
    assert len(seen) == 1


def test_who_logged_out_everywhere_and_who_did_not_are_built_alike(world: Any) -> None:
    activated(world, "omar")
    assert named("omar").user().account.forgotten_at is None
    Account.objects.update(forgotten_at=clock.now())
    assert named("omar").user().account.forgotten_at == Account.objects.get().forgotten_at


def test_an_account_that_was_closed_is_nobody(world: Any) -> None:
    activated(world, "omar")
    one = world.cast["omar"]
    assert named("omar").account == named(f" {one['number']} ").account == live_account_of_number(one["number"])
    Account.objects.update(state="closed")
    for name in ("omar", one["number"]):
        assert named(name).state == ""
        assert not Account.objects.filter(uuid=named(name).account).exists()


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "٠٠٠٠٠٠", "9" * 400])
def test_a_wrong_code_gets_a_sentence_and_no_session(world: Any, code: str) -> None:
    activated(world, "omar")
    client = at()
    give_details(client, "omar")
    answer = client.post("/login/code", {"code": code})
    assert answer.status_code == 200
    assert not Session.objects.exclude(account=None).exists()


@pytest.mark.promise("A2")
def test_after_five_wrong_codes_the_right_one_is_dead(world: Any) -> None:
    activated(world, "omar")
    world.wait(31)
    client = at()
    give_details(client, "omar")
    world.deliver()
    right = world.pocket.code(world.cast["omar"]["phone"])
    for _ in range(5):
        client.post("/login/code", {"code": "000000" if right != "000000" else "000001"})
    client.post("/login/code", {"code": right})
    assert client.get("/home").status_code == 302


@pytest.mark.promise("A29")
def test_logging_out_ends_the_session_on_the_server(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    stolen = client.cookies["session"].value
    client.post("/logout")
    thief = at()
    thief.cookies["session"] = stolen
    assert thief.get("/home").status_code == 302


@pytest.mark.promise("A28")
@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 302)])
def test_a_session_idles_out_after_fifteen_minutes(world: Any, minutes: int, status: int) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    world.wait(minutes * 60)
    assert client.get("/home").status_code == status


@pytest.mark.promise("A28")
def test_a_session_ends_after_twelve_hours_however_busy(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    for _ in range(6 * 12):
        world.wait(10 * 60)
        last = client.get("/home").status_code
    assert last == 302


@pytest.mark.promise("A28")
@pytest.mark.parametrize("minutes", [16, 12 * 60 + 1])
def test_what_idled_out_is_dead_although_the_browser_kept_the_cookie(world: Any, minutes: int) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    kept = client.cookies["session"].value
    world.wait(minutes * 60)
    thief = at()
    thief.cookies["session"] = kept
    assert thief.get("/home").status_code == 302
    assert thief.post("/settings/save", {"language": "en"})["Location"].startswith("/login?")


@pytest.mark.promise("A28")
def test_the_clock_deletes_what_has_outlived_its_time(world: Any) -> None:
    activated(world, "omar")
    logged_in(world, "omar")
    world.wait(11 * 3600)
    clear_sessions(clock.now())
    assert Session.objects.exclude(account=None).exists()
    world.wait(3600 + 1)
    clear_sessions(clock.now())
    assert not Session.objects.exists()
