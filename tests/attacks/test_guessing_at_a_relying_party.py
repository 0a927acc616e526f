"""An agency's log-in is the portal's own: guesses that come through it count with all others, and close nothing to the owner."""

import threading
from collections import Counter
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from agencies import Agency, agreed, came_back, follow
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.clients.models import Login
from bawaba.identity.codes import commands
from people import PASSWORD, activated, at, confirmed, logged_in
from races import at_once

GUESSES = 12
WRONG = "not the password"


def try_through(agency: Agency, browser: Client, name: str, password: str, prompt: str | None = None) -> Any:
    """From the agency's request to the first step of the log-in."""
    target = parse_qs(urlsplit(agency.ask(browser, prompt=prompt)["Location"]).query)["next"][0]
    return browser.post("/login", {"name": name, "password": password, "next": target})


@pytest.mark.promise("A2")
@pytest.mark.django_db(transaction=True)
def test_codes_guessed_through_an_agency_and_beside_it_in_the_same_moment_get_five_comparisons(
    world: Any, trials: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: Counter[bytes] = Counter()
    lock, same_code = threading.Lock(), commands.same_code

    def counted(one: bytes, other: bytes) -> bool:
        with lock:
            compared[one] += 1
        return same_code(one, other)

    activated(world, "omar")
    agency, phone = Agency(), world.cast["omar"]["phone"]
    omar = live_account_of_number(world.cast["omar"]["number"])
    monkeypatch.setattr(commands, "same_code", counted)
    for _ in range(trials(20)):
        world.wait(6 * 3600)  # ten codes a day to a phone
        commands.forget_failures(f"login|{omar}")  # else its rising wait closes the door before anything is compared
        compared.clear()
        browsers = [at(), at()]
        assert try_through(agency, browsers[0], "omar", PASSWORD).status_code == 302
        assert browsers[1].post("/login", {"name": "omar", "password": PASSWORD}).status_code == 302
        world.deliver()
        right = world.pocket.code(phone)
        wrong = [f"{(int(right) + 1 + number) % 1_000_000:06d}" for number in range(GUESSES)]
        results = at_once([partial(one.post, "/login/code", {"code": guess}) for one in browsers for guess in wrong])
        broken = not 0 < max(compared.values(), default=0) <= 5 or any(isinstance(one, Exception) for one in results)
        trials.failed(int(broken))
        assert not broken, (compared, results)
        for one in browsers:
            one.post("/login/code", {"code": right})
            assert one.get("/home").status_code == 302, "the right code came too late"
    assert not Login.objects.exists()


@pytest.mark.promise("A4")
@pytest.mark.django_db
def test_passwords_guessed_through_agencies_and_beside_them_are_one_row_and_close_nothing_to_the_owner(
    world: Any,
) -> None:
    activated(world, "omar")
    agencies, own = (Agency(), Agency("water")), logged_in(world, "omar")
    own.post("/logout")
    for number in range(100):
        browser = at()
        if number % 3:
            answer = try_through(agencies[number % 2], browser, "omar", WRONG, ("login", None)[number % 2])
        else:
            answer = browser.post("/login", {"name": "omar", "password": WRONG})
        assert answer.status_code == 200
    assert try_through(agencies[0], at(), "omar", PASSWORD).status_code == 200, "closed for whoever is unknown"
    world.wait(31)
    assert try_through(agencies[0], own, "omar", PASSWORD).status_code == 302
    world.deliver()
    page = follow(own, own.post("/login/code", {"code": world.pocket.code(world.cast["omar"]["phone"])}))
    assert came_back(agreed(own, page))["code"]


@pytest.mark.promise("A4")
@pytest.mark.django_db
def test_passwords_guessed_where_an_agency_wants_a_new_proof_count_as_well(world: Any) -> None:
    """A browser that was left open: prompt=login is no place to guess the password in."""
    activated(world, "omar")
    agency, left_open = Agency(), logged_in(world, "omar")
    target = parse_qs(urlsplit(agency.ask(left_open, prompt="login")["Location"]).query)["next"][0]
    for _ in range(10):
        assert left_open.post("/confirm", {"password": WRONG, "next": target}).status_code == 200
    assert confirmed(world, left_open, {"next": target}).status_code == 200, "it must wait"
    assert left_open.get(target)["Location"].startswith("/confirm?")
    assert not Login.objects.exists()
