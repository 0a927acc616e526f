"""An agency logs somebody in: from its request to what it learns, and nothing beyond what the person allowed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies import Agency, agreed, came_back, follow, press
from bawaba.identity.clients.learning import LEARNED
from bawaba.identity.clients.models import Consent, Login
from bawaba.journal.models import Event
from bawaba.registers.models import CachedFact
from people import activated, at, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def test_somebody_logs_in_agrees_and_the_agency_learns_who_they_are(world: Any) -> None:
    activated(world, "layla")
    agency, browser = Agency(), at()
    answer = agency.ask(browser, scope="openid profile")
    assert answer["Location"].startswith("/login?next=%2Foidc%2Fcontinue")
    page = browser.get(answer["Location"])
    assert "بلدية العاصمة" in page.content.decode(), "the log-in says for whom"
    target = page.content.decode().split('name="next" value="')[1].split('"')[0]
    world.wait(31)
    assert browser.post("/login", {"name": "layla", "password": "نخلة-طويلة-2026", "next": target}).status_code == 302
    world.deliver()
    code = world.pocket.code(world.cast["layla"]["phone"])
    consent = follow(browser, browser.post("/login/code", {"code": code}))
    assert "بلدية العاصمة" in consent.content.decode()
    back = came_back(press(browser, consent, "yes"))
    assert back["state"] == "st-1"
    found = agency.redeem(back["code"]).json()
    claims = agency.claims(found["id_token"])
    assert claims["nonce"] == "n-1"
    assert claims["acr"] == "urn:bawaba:assurance:2"
    assert claims["amr"] == ["pwd", "sms", "mfa"]
    told = agency.read(found["access_token"]).json()
    assert told["sub"] == claims["sub"]
    assert set(told) == {"sub", "name", "name#ar", "name#en", "locale"}


def test_the_second_time_nobody_is_asked_anything(layla: Client) -> None:
    agency = Agency()
    first = agency.tokens(layla)
    answer = agency.ask(layla)
    assert answer.status_code == 302
    again = agency.redeem(came_back(answer)["code"]).json()
    assert agency.claims(first["id_token"])["sub"] == agency.claims(again["id_token"])["sub"]


def test_more_than_was_allowed_is_asked_for_again(layla: Client) -> None:
    agency = Agency()
    agency.tokens(layla)
    page = follow(layla, agency.ask(layla, scope="openid phone"))
    assert "رقم جوالك" in page.content.decode()
    assert "phone_number" in agency.read(agency.tokens(layla, scope="openid phone")["access_token"]).json()
    assert "phone_number" not in agency.read(agency.tokens(layla)["access_token"]).json(), "only what was asked for"


def test_whoever_does_not_agree_is_sent_back_and_nothing_is_told(layla: Client) -> None:
    agency = Agency()
    back = came_back(agreed(layla, agency.ask(layla, scope="openid identity"), "no"))
    assert (back["error"], back["state"]) == ("access_denied", "st-1")
    assert not Consent.objects.exists()
    assert not Login.objects.exists()


def test_two_agencies_know_the_same_person_by_different_names(layla: Client) -> None:
    one, other = Agency(), Agency("water")
    names = {agency.claims(agency.tokens(layla)["id_token"])["sub"] for agency in (one, other)}
    assert len(names) == 2


def test_what_the_register_knows_comes_as_verified_claims(world: Any, layla: Client) -> None:
    agency = Agency()
    told = agency.read(agency.tokens(layla, scope="openid identity")["access_token"]).json()["verified_claims"]
    assert told["verification"]["trust_framework"] == "bawaba"
    assert told["verification"]["assurance_level"] == "2"
    assert told["claims"]["identifier"] == world.cast["layla"]["number"]
    assert told["claims"]["birthdate"] == world.person("layla")["birth_date"]


def test_single_claims_are_told_and_no_more(layla: Client) -> None:
    agency = Agency()
    claims = '{"userinfo":{"verified_claims":{"verification":{"trust_framework":null},"claims":{"birthdate":null}},"email":null}}'
    told = agency.read(agency.tokens(layla, claims=claims)["access_token"]).json()
    assert set(told["verified_claims"]["claims"]) == {"birthdate"}
    assert "name" not in told


@pytest.mark.parametrize(
    ("verification", "fits"),
    [
        ('{"trust_framework":{"value":"eidas"}}', False),
        ('{"trust_framework":{"values":["bawaba","eidas"]}}', True),
        ('{"trust_framework":null,"assurance_level":{"value":"3"}}', False),
        ('{"trust_framework":null,"assurance_level":{"value":"2"}}', True),
    ],
)
def test_what_is_verified_otherwise_than_asked_is_not_told(layla: Client, verification: str, fits: bool) -> None:
    agency = Agency()
    wanted = {"verification": json.loads(verification), "claims": {"birthdate": None}}
    claims = json.dumps({"userinfo": {"verified_claims": wanted}})
    told = agency.read(agency.tokens(layla, claims=claims)["access_token"]).json()
    assert ("verified_claims" in told) is fits


def test_an_agency_learns_nothing_that_its_file_does_not_let_it_ask(layla: Client) -> None:
    agency = Agency(scopes=["profile"])
    claims = '{"userinfo":{"phone_number":null,"verified_claims":{"verification":{},"claims":{"birthdate":null}}}}'
    found = agency.tokens(layla, scope="openid profile identity phone", claims=claims)
    assert found["scope"] == "openid profile"
    assert set(agency.read(found["access_token"]).json()) == {"sub", "name", "name#ar", "name#en", "locale"}


def test_when_the_register_is_silent_what_it_said_before_is_told_with_its_time_else_the_agency_comes_again(
    world: Any, layla: Client
) -> None:
    agency = Agency()
    token = agency.tokens(layla, scope="openid identity profile")["access_token"]
    first = agency.read(token).json()["verified_claims"]
    world.app.extensions["switches"]["register"] = "down"
    world.wait(9 * 60)
    assert agency.read(token).json()["verified_claims"] == first, "with the moment when the register said so"
    CachedFact.objects.all().delete()
    answer = agency.read(token)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer.json()["error"] == "temporarily_unavailable"


def test_everything_is_in_the_journal_and_nothing_personal_with_it(world: Any, layla: Client) -> None:
    agency = Agency()
    agency.read(agency.tokens(layla, scope="openid identity phone")["access_token"])
    types = list(
        Event.objects.filter(type__regex=r"^(consent|login_elsewhere|relying_party)\.")
        .order_by("pk")
        .values_list("type", flat=True)
    )
    assert types == [
        "relying_party.load",
        "relying_party.issue_secret",
        "consent.give",
        "login_elsewhere.begin",
        "login_elsewhere.redeem",
        "login_elsewhere.read",
    ]
    told = str(list(Event.objects.values_list("data", flat=True)))
    assert world.cast["layla"]["number"] not in told
    assert "st-1" not in told


def test_the_words_on_the_page_and_the_limits_say_the_same() -> None:
    assert settings.LIMITS.openid_refresh_life == timedelta(hours=12)
    assert "twelve hours" in LEARNED["offline_access"].said.en
    assert "اثنتي عشرة ساعة" in LEARNED["offline_access"].said.ar


def test_straight_through_costs_a_bounded_number_of_statements(layla: Client) -> None:
    """The whole flow of somebody who agreed before; nothing in it grows with what is in the tables."""
    agency = Agency()
    agency.read(agency.tokens(layla, scope="openid profile")["access_token"])
    counted = {}
    with CaptureQueriesContext(connection) as made:
        code = came_back(agency.ask(layla, scope="openid profile"))["code"]
    counted["authorize"] = asked(made)
    with CaptureQueriesContext(connection) as made:
        found = agency.redeem(code).json()
    counted["token"] = asked(made)
    with CaptureQueriesContext(connection) as made:
        agency.read(found["access_token"])
    counted["userinfo"] = asked(made)
    assert counted == {"authorize": 7, "token": 6, "userinfo": 5}


def asked(made: CaptureQueriesContext) -> int:
    return len(
        [one for one in made.captured_queries if not one["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))]
    )
