"""When the person must log in, prove again, or be asked: prompt, max_age, auth_time and id_token_hint are honoured."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from agencies import Agency, came_back, follow, press
from people import activated, at, confirmed, logged_in
from phone_apps import with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def proven(world: Any, browser: Client, answer: Any, **more: Any) -> Any:
    """Proven again, where it is asked for; on to wherever that leads."""
    assert answer["Location"].startswith("/confirm?"), answer["Location"]
    target = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    assert target.startswith("/oidc/continue?r=")
    return follow(browser, confirmed(world, browser, {"next": target}, **more))


def test_prompt_none_shows_no_page_whatever_is_missing(world: Any, layla: Client) -> None:
    agency = Agency()
    assert came_back(agency.ask(at(), prompt="none"))["error"] == "login_required"
    assert came_back(agency.ask(layla, prompt="none"))["error"] == "consent_required"
    agency.tokens(layla)
    assert came_back(agency.ask(layla, prompt="none"))["code"]
    assert came_back(agency.ask(layla, prompt="none", scope="openid phone"))["error"] == "consent_required"
    world.wait(20)
    assert came_back(agency.ask(layla, prompt="none", max_age="10"))["error"] == "login_required"


def test_prompt_login_wants_a_proof_of_after_the_request(world: Any, layla: Client) -> None:
    agency = Agency()
    first = agency.claims(agency.tokens(layla)["id_token"])
    world.wait(5)
    back = came_back(proven(world, layla, agency.ask(layla, prompt="login")))
    again = agency.claims(agency.redeem(back["code"]).json()["id_token"])
    assert again["auth_time"] >= first["auth_time"] + 5
    assert again["sub"] == first["sub"]


def test_a_wrong_password_is_no_proof(layla: Client) -> None:
    agency = Agency()
    agency.tokens(layla)
    answer = agency.ask(layla, prompt="login")
    target = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    assert layla.post("/confirm", {"password": "wrong wrong wrong", "next": target}).status_code == 200
    assert layla.get(target)["Location"].startswith("/confirm?")


@pytest.mark.parametrize(
    ("age", "waited", "asked"), [("10", 5, False), ("10", 11, True), ("0", 2, True), ("10000", 600, False)]
)
def test_max_age_counts_from_the_last_proof(world: Any, layla: Client, age: str, waited: int, asked: bool) -> None:
    agency, app = Agency(), with_app(layla)
    world.wait(61)
    confirmed(world, layla, app=app)
    agency.tokens(layla)
    world.wait(waited)
    answer = agency.ask(layla, max_age=age)
    assert answer["Location"].startswith("/confirm?") is asked
    back = came_back(proven(world, layla, answer, by_sms=True) if asked else answer)
    claims = agency.claims(agency.redeem(back["code"]).json()["id_token"])
    assert time.time() - claims["auth_time"] <= int(age) + 3


def test_prompt_consent_asks_although_everything_is_allowed(world: Any, layla: Client) -> None:
    agency = Agency()
    agency.tokens(layla)
    for prompt in ("consent", "select_account", "login consent"):
        answer = agency.ask(layla, prompt=prompt)
        page = proven(world, layla, answer) if "login" in prompt else follow(layla, answer)
        assert 'action="/oidc/continue"' in page.content.decode(), prompt
        assert came_back(press(layla, page, "yes"))["code"]


def test_an_identity_token_hint_is_of_whoever_is_logged_in_or_the_log_in_is_refused(world: Any, layla: Client) -> None:
    agency = Agency()
    mine = agency.tokens(layla)["id_token"]
    assert came_back(agency.ask(layla, prompt="none", id_token_hint=mine))["code"]
    activated(world, "omar")
    omar = logged_in(world, "omar")
    agency.tokens(omar)
    for prompt in ("none", None):
        assert came_back(agency.ask(omar, prompt=prompt, id_token_hint=mine))["error"] == "login_required"


def test_an_old_hint_will_do_and_anothers_will_not(world: Any, layla: Client) -> None:
    agency, other = Agency(), Agency("water")
    mine, theirs = agency.tokens(layla)["id_token"], other.tokens(layla)["id_token"]
    world.wait(14 * 60)
    assert came_back(agency.ask(layla, id_token_hint=mine))["code"]
    assert came_back(agency.ask(layla, id_token_hint=theirs))["error"] == "invalid_request"


def test_a_session_that_idled_out_on_the_consent_page_leads_to_the_log_in_and_loses_nothing(
    world: Any, layla: Client
) -> None:
    page = follow(layla, Agency().ask(layla))
    world.wait(16 * 60)
    assert press(layla, page, "yes")["Location"].startswith("/login?")


def test_a_second_click_on_agree_leads_back_as_well(layla: Client) -> None:
    agency = Agency()
    page = follow(layla, agency.ask(layla))
    first, second = came_back(press(layla, page, "yes")), came_back(press(layla, page, "yes"))
    assert agency.redeem(second["code"]).status_code == 200
    assert first["state"] == second["state"]
