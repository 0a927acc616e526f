"""Between the password and the session: what a stranger learns, how long it waits, and what a second click finds."""

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.hashers import PepperedArgon2
from bawaba.identity.accounts.models import Session
from bawaba.identity.accounts.passwords import change_password
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.journal.models import Event
from bawaba.journal.ports import SYSTEM
from people import PASSWORD, activated, at, give_details, logged_in, register

pytestmark = pytest.mark.django_db
NOT_A_QUESTION = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE")


def account_of(world: Any, slug: str) -> Any:
    found = live_account_of_number(world.cast[slug]["number"])
    assert found
    return found


def waiting(world: Any, slug: str, client: Client | None = None) -> tuple[Client, str]:
    """A browser that has given the right password, and the code that came."""
    client = client or at()
    world.wait(31)
    assert give_details(client, slug)
    world.deliver()
    return client, world.pocket.code(world.cast[slug]["phone"])


def enter(client: Client, code: str) -> Any:
    return client.post("/login/code", {"code": code})


def sign_ins() -> int:
    return Event.objects.filter(type="account.sign_in").count()


# What a stranger learns


def failed(world: Any, name: str, password: str) -> tuple[Any, ...]:
    """Everything that can be seen of a failed log-in from outside, and the work that it took."""
    sent = len(world.pocket.texts)
    client = at()
    with CaptureQueriesContext(connection) as captured:
        answer = client.post("/login", {"name": name, "password": password})
    world.deliver()
    asked = [re.sub(r"\W.*", "", one["sql"]) for one in captured if not NOT_A_QUESTION.match(one["sql"])]
    text = re.sub(r'value="[^"]*"', "", answer.content.decode())
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Security-Policy"}
    cookies = {name: len(one.value) for name, one in answer.cookies.items()}
    return answer.status_code, text, headers, cookies, asked, len(world.pocket.texts) - sent


def test_whoever_fails_to_log_in_fails_alike_in_all_that_can_be_seen_and_in_the_work_done(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown, not yet activated, active with a wrong password, suspended and closed with the right one."""
    hashed: list[str] = []
    activated(world, "omar")
    world.wait(31)
    register(world, "khalid")
    for slug, move in (("anna", "suspend"), ("layla", "close")):
        world.wait(31)
        activated(world, slug)
        move_account(account=account_of(world, slug), move=move, by=SYSTEM)
    classes = {
        "unknown": ("nobody", "some-password"),
        "pending": ("khalid", PASSWORD),
        "wrong": ("omar", "some-password"),
        "suspended": ("anna", PASSWORD),
        "closed": ("layla", PASSWORD),
        "unknown number": ("1" * 10, "some-password"),
        "a known number": (world.cast["omar"]["number"], "some-password"),
    }
    matches = PepperedArgon2._matches
    monkeypatch.setattr(PepperedArgon2, "_matches", lambda *said: hashed.append("one") or matches(*said))
    seen = {}
    for name, (who, password) in classes.items():
        hashed.clear()
        seen[name] = (*failed(world, who, password), len(hashed))
    assert seen["wrong"][0] == 200
    assert seen["wrong"][-1] == 1, "one hash, for nobody as for somebody"
    for name, one in seen.items():
        assert one == seen["wrong"], name


# How long it waits


@pytest.mark.parametrize(("minutes", "place"), [(4.5, "/home"), (10.1, "/login")])
def test_a_log_in_waits_ten_minutes_for_its_code(world: Any, minutes: float, place: str) -> None:
    activated(world, "omar")
    client, code = waiting(world, "omar")
    world.wait(minutes * 60)
    assert enter(client, code)["Location"] == place


def test_after_ten_minutes_no_new_code_can_be_asked_for(world: Any) -> None:
    activated(world, "omar")
    client, _ = waiting(world, "omar")
    for _ in range(2):
        world.wait(5.1 * 60)
        client.get("/login/code")
    assert client.post("/login/resend")["Location"] == "/login"
    assert client.get("/login/code")["Location"] == "/login"


def test_a_password_that_was_changed_meanwhile_ends_the_wait(world: Any) -> None:
    activated(world, "omar")
    client, code = waiting(world, "omar")
    change_password(account=account_of(world, "omar"), password="another one 2026", session_key=None, by=SYSTEM)
    assert enter(client, code)["Location"] == "/login"
    assert client.get("/home").status_code == 302


def test_what_waits_is_not_signed_in(world: Any) -> None:
    activated(world, "omar")
    client, _ = waiting(world, "omar")
    for page in ("/home", "/settings", "/inbox", "/settings/password"):
        assert client.get(page).status_code == 302
    assert not Session.objects.exclude(account=None).exists()


# Two tabs, two people


def test_the_code_of_one_account_does_not_open_another(world: Any) -> None:
    """One browser, two tabs: the later password decides whose code is asked for."""
    activated(world, "omar")
    world.wait(31)
    activated(world, "sami")
    client, of_omar = waiting(world, "omar")
    _, of_sami = waiting(world, "sami", client)
    if of_omar != of_sami:
        assert enter(client, of_omar).status_code == 200
    assert enter(client, of_sami)["Location"] == "/home"
    page = client.get("/settings").content.decode()
    assert ">sami<" in page
    assert ">omar<" not in page


def test_a_fresh_key_after_the_password_and_another_after_the_code(world: Any) -> None:
    activated(world, "omar")
    client = at()
    keys = []
    client, code = waiting(world, "omar", client)
    keys.append(client.cookies["session"].value)
    enter(client, code)
    keys.append(client.cookies["session"].value)
    assert keys[0] != keys[1]
    stale = at()
    stale.cookies["session"] = keys[0]
    assert stale.get("/home").status_code == 302, "the key of before is dead"


def test_a_planted_session_key_is_not_taken_over(world: Any) -> None:
    activated(world, "omar")
    client = at()
    client.cookies["session"] = "planted" * 5
    logged_in(world, "omar", client)
    assert client.cookies["session"].value != "planted" * 5


def test_who_is_logged_in_is_led_home_from_the_log_in_page(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    assert client.get("/login?next=/settings")["Location"] == "/settings"


def test_a_failed_log_in_leaves_an_open_session_alone(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    assert not give_details(client, "sami", "wrong wrong")
    assert client.get("/home").status_code == 200


# A second click


def test_the_second_click_on_the_code_lands_on_the_home_page_with_no_second_session(world: Any) -> None:
    activated(world, "omar")
    client, code = waiting(world, "omar")
    before = client.cookies["session"].value
    assert enter(client, code)["Location"] == "/home"
    assert enter(client, code)["Location"] == "/home", "with the cookie of the first answer"
    impatient = at()
    impatient.cookies["session"] = before
    assert enter(impatient, code)["Location"] == "/home", "the browser dropped the first answer and its cookie"
    assert impatient.get("/home").status_code == 200
    assert impatient.cookies["session"].value == client.cookies["session"].value
    assert sign_ins() == 1
    assert Session.objects.exclude(account=None).count() == 1


def test_a_second_click_with_another_code_or_later_or_elsewhere_finds_nothing(world: Any) -> None:
    activated(world, "omar")
    client, code = waiting(world, "omar")
    before = client.cookies["session"].value
    enter(client, code)
    impatient = at()
    impatient.cookies["session"] = before
    wrong = "000000" if code != "000000" else "000001"
    assert enter(impatient, wrong)["Location"] == "/login"
    assert enter(at(), code)["Location"] == "/login", "another browser"
    impatient.cookies["session"] = before
    world.wait(61)
    assert enter(impatient, code)["Location"] == "/login"
    assert impatient.get("/home").status_code == 302


def test_guesses_at_the_used_code_are_counted_like_all_others(world: Any) -> None:
    activated(world, "omar")
    client, code = waiting(world, "omar")
    before = client.cookies["session"].value
    enter(client, code)
    for number in range(5):
        guesser = at()
        guesser.cookies["session"] = before
        enter(guesser, f"{number:06d}" if f"{number:06d}" != code else "999999")
    guesser = at()
    guesser.cookies["session"] = before
    assert enter(guesser, code)["Location"] == "/login"


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_open_one_session_and_both_land_on_it(world: Any, trials: Any) -> None:
    activated(world, "omar")
    for round_ in range(trials(30)):
        world.wait(2.5 * 3600)  # ten codes a day and phone
        client, code = waiting(world, "omar")
        cookies = {name: one.value for name, one in client.cookies.items()}
        barrier, answers = threading.Barrier(2), []

        def click(barrier: Any = barrier, answers: Any = answers, cookies: Any = cookies, code: str = code) -> None:
            own = at()
            for name, value in cookies.items():
                own.cookies[name] = value
            barrier.wait()
            try:
                answers.append((enter(own, code), own.cookies["session"].value))
            finally:
                connection.close()

        threads = [threading.Thread(target=click) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert [answer["Location"] for answer, _ in answers] == ["/home", "/home"]
        assert len({key for _, key in answers}) == 1
        assert sign_ins() == round_ + 1


def test_the_code_is_bound_to_the_portals_own_name_whatever_the_request_says(world: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    activated(world, "omar")
    world.wait(31)
    at().post("/login", {"name": "omar", "password": PASSWORD}, headers={"host": "evil.example"})
    world.deliver()
    assert "@testserver #" in world.pocket.last(world.cast["omar"]["phone"])
