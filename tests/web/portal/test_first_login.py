"""Kiosk first: the opening code chooses a password once; who clicks twice is told that it is done."""

from typing import Any

import pytest

from people import PASSWORD, at, give_details
from races import at_once

pytestmark = pytest.mark.django_db


def opening(world: Any, slug: str) -> dict[str, str]:
    """What somebody types who came to a kiosk first."""
    kiosk = world.attestor("kiosk-1")
    world.attest(kiosk, slug, world.visit(kiosk, slug), use=False)
    world.deliver()
    one = world.cast[slug]
    typed = {"number": one["number"], "code": world.pocket.opening_code(one["phone"])}
    return typed | {"password": PASSWORD, "again": PASSWORD, "terms": "yes"}


def test_a_second_click_on_the_first_log_in_says_that_the_password_is_set(world: Any) -> None:
    typed = opening(world, "omar")
    assert at().post("/first-login", typed)["Location"] == "/home"
    second = at().post("/first-login", typed)
    assert second["Location"] == "/login?password=set"
    assert "اختيرت كلمة مرورك" in at().get(second["Location"]).content.decode()
    assert give_details(at(), world.cast["omar"]["number"])


def test_an_hour_later_a_used_opening_code_is_a_wrong_one(world: Any) -> None:
    typed = opening(world, "omar")
    at().post("/first-login", typed)
    world.wait(3600)
    assert at().post("/first-login", typed).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_clicks_on_the_first_log_in_in_the_same_moment_all_lead_on(world: Any) -> None:
    typed = opening(world, "omar")
    answers = at_once([lambda: at().post("/first-login", typed)] * 3)
    assert sorted(one["Location"] for one in answers) == ["/home", "/login?password=set", "/login?password=set"]
