"""A pause by the owner: nothing new is done with the account until its owner resumes it."""

import re
from typing import Any

import pytest
from django.test import Client

from bawaba.identity.accounts.commands import IllegalMove, move_account
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.pausing import pause_account, resume_account
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.codes.models import Spending
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from people import activated, at, confirmed, give_details, logged_in
from races import at_once

pytestmark = pytest.mark.django_db
PAGE = "/settings/pause"


def account_of(world: Any, slug: str = "layla") -> Any:
    return live_account_of_number(world.cast[slug]["number"])


def state_of(world: Any) -> str:
    return holder(account_of(world)).state


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def press(client: Client, move: str) -> Any:
    return client.post(PAGE, {"move": move})


def test_a_paused_account_reads_and_says_so_and_cannot_apply(world: Any, layla: Client) -> None:
    assert press(layla, "pause")["Location"] == PAGE
    assert state_of(world) == "paused"
    assert "حسابك متوقف الآن بطلبك" in layla.get(PAGE).content.decode()
    assert "حسابك متوقف بطلبك" in layla.get("/home").content.decode()
    assert layla.get("/documents/").status_code == 200
    assert "حسابك غير نشط الآن" in layla.get("/services/renew-national-id").content.decode()


def test_its_owner_logs_in_and_resumes_it(world: Any, layla: Client) -> None:
    press(layla, "pause")
    world.wait(31)
    again = logged_in(world, "layla")
    assert 'value="resume"' in again.get(PAGE).content.decode()
    assert press(again, "resume")["Location"] == PAGE
    assert state_of(world) == "active"


def test_other_devices_are_out_and_this_one_stays(world: Any, layla: Client) -> None:
    elsewhere = logged_in(world, "layla")
    press(layla, "pause")
    assert elsewhere.get("/settings").status_code == 302
    assert layla.get("/settings").status_code == 200


def test_the_phone_is_told_of_both_and_can_stop_it(world: Any, layla: Client) -> None:
    press(layla, "pause")
    press(layla, "resume")
    world.deliver()
    texts = [text for _, text in world.pocket.texts]
    assert any("أُوقف حسابك" in one for one in texts)
    last = next(one for one in reversed(texts) if "عاد حسابك" in one)
    at().post(re.findall(r"http://testserver(/not-you/\S+)", last)[0])
    assert state_of(world) == "suspended"


def test_a_second_click_is_one_pause(world: Any, layla: Client) -> None:
    for _ in range(2):
        assert press(layla, "pause")["Location"] == PAGE
    assert Event.objects.filter(type="account.pause").count() == 1


def test_long_after_logging_in_the_password_comes_first_and_then_it_is_done(world: Any, layla: Client) -> None:
    world.wait(5 * 60 + 1)
    asked = press(layla, "pause")["Location"]
    assert asked.startswith("/confirm?")
    assert state_of(world) == "active"
    kept = re.findall(r"kept=([\w-]+)", asked)[0]
    assert confirmed(world, layla, {"kept": kept})["Location"] == PAGE
    assert state_of(world) == "paused"


def test_a_log_in_that_waits_for_its_code_is_over(world: Any, layla: Client) -> None:
    world.wait(31)
    thief = at()
    assert give_details(thief, "layla")
    world.deliver()
    code = world.pocket.code(world.cast["layla"]["phone"])
    press(layla, "pause")
    assert thief.post("/login/code", {"code": code})["Location"] == "/login"


def test_whoever_sleeps_does_not_wake_by_a_pause(world: Any, layla: Client) -> None:
    move_account(account=account_of(world), move="sleep", by=SYSTEM)
    assert "حسابك نائم" in layla.get(PAGE).content.decode()
    assert press(layla, "pause").status_code == 409
    assert state_of(world) == "asleep"


def test_five_pauses_a_day_and_each_can_be_ended(world: Any, layla: Client) -> None:
    for _ in range(5):
        press(layla, "pause")
        press(layla, "resume")
    assert press(layla, "pause").status_code == 429
    assert state_of(world) == "active"


@pytest.mark.parametrize("move", ["", "close", "suspend", "reinstate"])
def test_the_page_makes_no_other_move(world: Any, layla: Client, move: str) -> None:
    assert press(layla, move).status_code == 200
    assert state_of(world) == "active"


def test_nobody_resumes_what_was_suspended(world: Any, layla: Client) -> None:
    account, key = account_of(world), layla.cookies["session"].value
    press(layla, "pause")
    move_account(account=account, move="suspend", by=SYSTEM)
    with pytest.raises(SessionOver):
        resume_account(account=account, session_key=key, by=SYSTEM)
    assert state_of(world) == "suspended"


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_are_one_pause(world: Any, trials: Any) -> None:
    activated(world, "layla")
    key = logged_in(world, "layla").cookies["session"].value
    account = account_of(world)
    for number in range(1, trials(20) + 1):
        Spending.objects.all().delete()  # five a day
        jobs = [lambda: pause_account(account=account, session_key=key, by=SYSTEM)] * 8
        assert at_once(jobs) == [None] * 8
        assert Event.objects.filter(type="account.pause").count() == number
        resume_account(account=account, session_key=key, by=SYSTEM)
    with pytest.raises(IllegalMove):
        move_account(account=account, move="resume", by=SYSTEM)
