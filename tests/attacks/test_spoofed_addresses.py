"""A request's own headers change no rate-limit key: neither X-Forwarded-For, nor a cookie, nor another address of one /64."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from applicants import Applicant
from bawaba.identity.codes.models import OneTimeCode
from people import activated, at, give_details, logged_in

pytestmark = pytest.mark.django_db
HERE, PROXY = "203.0.113.9", "10.0.0.1"
SPOOFED: list[tuple[str, int, Callable[[int], dict[str, str]]]] = [
    ("no proxy is trusted", 0, lambda n: {"REMOTE_ADDR": HERE, "HTTP_X_FORWARDED_FOR": f"198.51.100.{n}"}),
    ("the left of one", 1, lambda n: {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": f"198.51.100.{n}, {HERE}"}),
    (
        "the left of two",
        2,
        lambda n: {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": f"198.51.100.{n}, {HERE}, {PROXY}"},
    ),
    ("fewer hops than proxies", 2, lambda n: {"REMOTE_ADDR": HERE, "HTTP_X_FORWARDED_FOR": f"198.51.100.{n}"}),
    ("empty hops", 1, lambda n: {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": f"198.51.100.{n}, {HERE},, "}),
    ("names that proxies do not set", 1, lambda n: {"REMOTE_ADDR": HERE, "HTTP_X_REAL_IP": f"198.51.100.{n}"}),
    ("the standard's header", 0, lambda n: {"REMOTE_ADDR": HERE, "HTTP_FORWARDED": f"for=198.51.100.{n}"}),
    ("one network of IPv6", 0, lambda n: {"REMOTE_ADDR": f"2001:db8:0:7::{n:x}"}),
    ("a cookie of one's own making", 0, lambda n: {"REMOTE_ADDR": HERE, "device": f"forged-{n}"}),
]


def coming(place: dict[str, str]) -> Client:
    """A browser that says this of itself."""
    device, client = place.get("device"), Client(**{key: text for key, text in place.items() if key != "device"})
    if device:
        client.cookies["device"] = device
    return client


ROWS = [pytest.param(trusted, place, id=name) for name, trusted, place in SPOOFED]


@pytest.mark.promise("A5")
@pytest.mark.parametrize(("trusted", "place"), ROWS)
def test_ten_misses_close_the_place_whatever_it_calls_itself(
    world: Any, monkeypatch: Any, trusted: int, place: Any
) -> None:
    activated(world, "omar")
    monkeypatch.setattr(settings.BAWABA, "trusted_proxies", trusted)
    for number in range(10):
        assert not give_details(coming(place(number)), "omar", "not the password")
    assert not give_details(coming(place(99)), "omar"), "closed"
    assert give_details(at(), "omar"), "and no other"


@pytest.mark.promise("A7")
@pytest.mark.parametrize(("trusted", "place"), ROWS)
def test_one_place_gets_twenty_five_codes_whatever_it_calls_itself(
    world: Any, monkeypatch: Any, trusted: int, place: Any
) -> None:
    monkeypatch.setattr(settings.BAWABA, "trusted_proxies", trusted)
    for number in range(27):
        one = Applicant(world, client=coming(place(number))).until("identify")
        one.contact(phone=f"+9665000070{number:02}")
    assert OneTimeCode.objects.count() == 25


def test_the_cookie_of_another_browser_is_no_known_device_of_mine(world: Any) -> None:
    """A device counts for the account that was signed in to on it."""
    activated(world, "omar")
    activated(world, "sami")
    his = logged_in(world, "sami")
    for _ in range(100):
        give_details(at(), "omar", "not the password")
    thief = at()
    thief.cookies["device"] = his.cookies["device"].value
    assert not give_details(thief, "omar")
