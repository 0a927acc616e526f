"""A code by message is of the log-in that waits for it (ASVS 6.6.2); failures count for the account wherever they happen (R8)."""

from typing import Any

import pytest
from django.test import Client

from bawaba.identity.accounts.models import Session
from people import activated, at, give_details, logged_in

pytestmark = pytest.mark.django_db
NOT_HERE = "لا رمز صالح هنا"


def asked(world: Any, client: Client | None = None) -> tuple[Client, str]:
    """A browser that has given the right password, and the code that came for it."""
    client = client or at()
    world.wait(31)
    assert give_details(client, "omar")
    return client, newest(world)


def newest(world: Any) -> str:
    world.deliver()
    return str(world.pocket.code(world.cast["omar"]["phone"]))


def enter(client: Client, code: str) -> Any:
    return client.post("/login/code", {"code": code})


@pytest.fixture(autouse=True)
def omar(world: Any) -> None:
    activated(world, "omar")


def test_a_code_sent_for_one_browser_opens_nothing_in_another(world: Any) -> None:
    """Both have given the password: a code that is read over a shoulder or told on the phone is worth nothing elsewhere."""
    mine, code = asked(world)
    theirs, _ = asked(world)
    assert enter(theirs, code).status_code == 200
    assert theirs.get("/home").status_code == 302
    assert enter(mine, code)["Location"] == "/home", "and their asking for one took mine from nobody"


def test_nor_in_a_browser_whose_own_code_could_not_be_sent_yet(world: Any) -> None:
    mine, code = asked(world)
    theirs = at()
    assert give_details(theirs, "omar")
    assert newest(world) == code, "the phone bears no second one within half a minute"
    assert NOT_HERE in theirs.get("/login/code").content.decode(), "and the page says so"
    assert enter(theirs, code).status_code == 200
    world.wait(31)
    theirs.post("/login/resend")
    assert enter(theirs, newest(world))["Location"] == "/home"
    assert enter(mine, code)["Location"] == "/home"


def test_a_code_that_was_sent_again_takes_the_place_of_the_one_before_here_alone(world: Any) -> None:
    mine, first = asked(world)
    theirs, other = asked(world)
    world.wait(31)
    mine.post("/login/resend")
    second = newest(world)
    assert enter(mine, first).status_code == 200
    assert enter(theirs, other)["Location"] == "/home"
    assert enter(mine, second)["Location"] == "/home"


def test_two_tabs_of_one_browser_wait_for_one_code(world: Any) -> None:
    """The password is given again at once: no second message goes, and the first is good in whichever tab."""
    browser, code = asked(world)
    assert give_details(browser, "omar")
    assert newest(world) == code
    assert NOT_HERE not in browser.get("/login/code").content.decode()
    assert enter(browser, code)["Location"] == "/home"


def test_a_double_click_on_the_password_in_a_browser_that_was_here_before(world: Any) -> None:
    """Both came with the key of before, which the first has ended; the browser keeps what the second brought."""
    browser = logged_in(world, "omar")
    browser.post("/logout")
    device = browser.cookies["device"].value
    world.wait(31)
    first, second = at(), at()
    for one in (first, second):
        one.cookies["device"] = device
        assert give_details(one, "omar")
    code = newest(world)
    assert enter(second, code)["Location"] == "/home"


def test_failures_in_all_browsers_are_one_row(world: Any) -> None:
    browsers = [asked(world)[0] for _ in range(2)]
    for number in range(10):
        assert enter(browsers[number % 2], f"00000{number}").status_code == 200
    third, code = asked(world)
    assert enter(third, code).status_code == 200, "ten in a row: whoever asks waits"
    assert not Session.objects.exclude(account=None).exists()


def test_a_right_code_in_one_browser_is_used_in_all(world: Any) -> None:
    browser, code = asked(world)
    assert enter(browser, code)["Location"] == "/home"
    again, _ = asked(world)
    assert enter(again, code).status_code == 200


def test_a_code_that_is_phished_and_typed_by_its_thief_into_their_own_log_in_does_open_it(world: Any) -> None:
    """What the binding does not stop, and the pages and docs say so: whoever has the password begins, and asks its owner for the code."""
    thief, code = asked(world)
    assert enter(thief, code)["Location"] == "/home"
