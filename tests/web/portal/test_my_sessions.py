"""Where I am logged in: each device in plain words, and a log-out there that holds at its next request."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies import Agency
from bawaba.identity.accounts.models import Account, Session
from bawaba.identity.accounts.open_sessions import SessionOver, name_of_session
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.accounts.session_list import end_other_sessions, open_sessions_of
from bawaba.identity.clients.ending import log_out_there
from bawaba.identity.clients.models import Login
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from people import activated, confirmed, logged_in, origin
from races import at_once

pytestmark = pytest.mark.django_db
PAGE = "/settings/sessions"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"


def browser(said: str = PHONE, address: str = "") -> Client:
    return Client(REMOTE_ADDR=address or origin().address, HTTP_USER_AGENT=said)


def account_of(world: Any, slug: str) -> UUID:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def key_of(client: Client) -> str:
    return str(client.cookies["session"].value)


def names_on(client: Client) -> list[str]:
    """Sessions that can be ended from here."""
    return re.findall(r'name="session" value="(\w+)"', client.get(PAGE).content.decode())


def is_in(client: Client) -> bool:
    return client.get("/home").status_code == 200


@pytest.fixture
def both(world: Any) -> tuple[Client, Client]:
    """Layla's phone, and her computer."""
    activated(world, "layla")
    phone = logged_in(world, "layla", browser(PHONE))
    return phone, logged_in(world, "layla", browser(DESK))


def test_each_session_has_its_device_network_and_times(world: Any, both: tuple[Client, Client]) -> None:
    phone, desk = both
    shown = phone.get(PAGE).content.decode()
    assert shown.index("سفاري على آيفون") < shown.index("كروم على حاسوب ويندوز"), "this one first"
    assert shown.count("أنت هنا") == 1
    assert shown.count("من الشبكة التي أنت عليها الآن") == 1
    assert f'<bdi dir="ltr">{desk._base_environ()["REMOTE_ADDR"]}</bdi>' in shown
    assert len(names_on(phone)) == 1, "one is left by logging out"
    desk.post("/settings/save", {"language": "en"})
    assert "Safari on an iPhone" in desk.get(PAGE).content.decode()


def test_logging_out_there_holds_at_the_next_request_and_is_one_event(world: Any, both: tuple[Client, Client]) -> None:
    phone, desk = both
    name = names_on(phone)[0]
    for _ in range(2):
        assert phone.post(f"{PAGE}/end", {"session": name})["Location"] == f"{PAGE}?said=ended"
    assert not is_in(desk)
    assert is_in(phone)
    assert Event.objects.filter(type="account.sign_out_there").count() == 1
    assert "انتهى الدخول هناك" in phone.get(f"{PAGE}?said=ended").content.decode()


def test_a_session_keeps_its_name_under_another_key(world: Any, both: tuple[Client, Client]) -> None:
    phone, desk = both
    name, before = names_on(phone)[0], key_of(desk)
    confirmed(world, desk)
    assert key_of(desk) != before
    assert names_on(phone) == [name]
    phone.post(f"{PAGE}/end", {"session": name})
    assert not is_in(desk)


def test_ones_own_and_anothers_session_are_not_ended_by_their_name(world: Any, both: tuple[Client, Client]) -> None:
    phone, _ = both
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami", browser())
    own, hers = name_of_session(key_of(sami)), name_of_session(key_of(phone))
    for name in (own, hers, "", "0" * 32, "x" * 500):
        assert sami.post(f"{PAGE}/end", {"session": name}).status_code == 302
    assert is_in(sami)
    assert is_in(phone)
    assert not Event.objects.filter(type="account.sign_out_there").exists()
    assert hers not in sami.get(PAGE).content.decode()


def test_logging_out_of_all_others_leaves_this_one(world: Any, both: tuple[Client, Client]) -> None:
    phone, desk = both
    third = logged_in(world, "layla", browser())
    assert phone.post(f"{PAGE}/end-others")["Location"] == f"{PAGE}?said=others"
    assert [is_in(one) for one in (phone, desk, third)] == [True, False, False]
    assert not names_on(phone)
    event = Event.objects.get(type="account.sign_out_others")
    assert (event.count, event.actor) == (2, str(account_of(world, "layla")))


def test_it_ends_what_devices_keep_and_log_ins_at_agencies_at_once(world: Any, both: tuple[Client, Client]) -> None:
    phone, desk = both
    agency = Agency()
    tokens = agency.tokens(desk)
    assert agency.read(tokens["access_token"]).status_code == 200
    phone.post(f"{PAGE}/end-others")
    assert agency.read(tokens["access_token"]).status_code == 401
    assert "بلدية العاصمة" not in phone.get(PAGE).content.decode(), "before any worker has come by"
    assert Account.objects.get(uuid=account_of(world, "layla")).forgotten_at
    world.deliver()
    assert Login.objects.get().state == "ended"


def test_agencies_are_named_with_the_session_that_led_there_and_end_with_it(
    world: Any, both: tuple[Client, Client]
) -> None:
    phone, desk = both
    agency = Agency()
    tokens = agency.tokens(desk)
    shown = phone.get(PAGE).content.decode()
    assert shown.index("كروم على حاسوب ويندوز") < shown.index("ومنه دخلت إلى: بلدية العاصمة")
    phone.post(f"{PAGE}/end", {"session": names_on(phone)[0]})
    assert agency.read(tokens["access_token"]).status_code == 401
    assert Login.objects.get().state == "ended"
    assert "بلدية العاصمة" not in phone.get(PAGE).content.decode()


def test_an_agency_whose_session_here_idled_out_is_still_named(world: Any, both: tuple[Client, Client]) -> None:
    phone, desk = both
    Agency().tokens(desk)
    for _ in range(2):
        world.wait(14 * 60)
        assert is_in(phone)
    shown = phone.get(PAGE).content.decode()
    assert "كروم على حاسوب ويندوز" not in shown
    assert "جهات ما زلت داخلًا إليها" in shown
    assert "بلدية العاصمة" in shown


def test_a_session_that_was_opened_before_devices_were_kept_is_shown(world: Any, both: tuple[Client, Client]) -> None:
    phone, desk = both
    kept = desk.session
    del kept["opened_on"]
    kept.save()
    shown = phone.get(PAGE).content.decode()
    assert "جهاز غير معروف" in shown
    assert "من شبكة لا نعرفها" in shown


def test_the_network_is_sealed_with_the_session(world: Any, both: tuple[Client, Client]) -> None:
    address = both[1]._base_environ()["REMOTE_ADDR"].encode()
    for row in Session.objects.all():
        assert address not in bytes(row.data) + bytes(row.header)


def test_a_new_key_and_a_log_out_there_leave_nothing_open(world: Any, both: tuple[Client, Client]) -> None:
    """Whoever asks has ended meanwhile: nothing is done in its name."""
    phone, desk = both
    account, name = account_of(world, "layla"), names_on(phone)[0]
    old = key_of(phone)
    desk.post(f"{PAGE}/end", {"session": names_on(desk)[0]})
    with pytest.raises(SessionOver):
        log_out_there(account=account, session=name, session_key=old, by=SYSTEM)
    with pytest.raises(SessionOver):
        end_other_sessions(account=account, session_key=old, by=SYSTEM)
    assert is_in(desk)
    assert phone.post(f"{PAGE}/end-others")["Location"].startswith("/login")


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_that_log_each_other_out_at_once_one_stays(world: Any, trials: Any) -> None:
    activated(world, "layla")
    account = account_of(world, "layla")
    for number in range(trials(20)):
        pair = [logged_in(world, "layla", browser()) for _ in range(2)]
        keys = [key_of(one) for one in pair]
        if number % 2:
            jobs = [lambda key=key: end_other_sessions(account=account, session_key=key, by=SYSTEM) for key in keys]
        else:
            named = list(zip(keys, reversed([name_of_session(key) or "" for key in keys]), strict=True))
            jobs = [
                lambda key=key, name=name: log_out_there(account=account, session=name, session_key=key, by=SYSTEM)
                for key, name in named
            ]
        results = at_once(jobs)
        assert sorted(type(one).__name__ for one in results) == ["NoneType", "SessionOver"], results
        assert sorted(is_in(one) for one in pair) == [False, True]
        world.wait(6 * 3600)


def test_the_page_asks_at_most_four_times_however_many_sessions_and_agencies(
    world: Any, both: tuple[Client, Client]
) -> None:
    phone, desk = both
    for slug in ("municipality", "water", "parks"):
        Agency(slug).tokens(desk)
    for _ in range(2):
        world.wait(60)
        logged_in(world, "layla", browser())
    is_in(phone)
    with CaptureQueriesContext(connection) as seen:
        assert phone.get(PAGE).status_code == 200
    assert len(seen.captured_queries) <= 4, [one["sql"][:120] for one in seen.captured_queries]


def test_the_list_is_of_this_account_alone(world: Any, both: tuple[Client, Client]) -> None:
    world.wait(31)
    activated(world, "sami")
    logged_in(world, "sami", browser())
    found = open_sessions_of(account_of(world, "sami"), session_key=None)
    assert len(found) == 1
    assert not found[0].here
