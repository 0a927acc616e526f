"""A code is good for a minute, once, for whom it was made; its second use ends what the first one gave (A30)."""

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from agencies import Agency, published_keys, verified
from bawaba.identity.clients.models import Login, Token
from bawaba.journal.models import Event
from people import activated, logged_in
from races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("A30")]


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def refused(answer: Any, error: str = "invalid_grant", status: int = 400) -> bool:
    return (answer.status_code, answer.json().get("error")) == (status, error)


@pytest.mark.parametrize(("seconds", "good"), [(58, True), (61, False)])
def test_a_code_lives_a_minute(world: Any, layla: Client, seconds: int, good: bool) -> None:
    agency = Agency()
    code = agency.code(layla)
    world.wait(seconds)
    assert (agency.redeem(code).status_code == 200) is good
    assert Token.objects.exists() is good


def test_the_second_use_is_refused_and_ends_what_the_first_one_gave(layla: Client) -> None:
    agency = Agency()
    code = agency.code(layla, scope="openid offline_access")
    first = agency.redeem(code).json()
    assert agency.read(first["access_token"]).status_code == 200
    assert refused(agency.redeem(code))
    assert agency.read(first["access_token"]).status_code == 401
    assert refused(agency.refresh(first["refresh_token"]))
    assert Event.objects.filter(type="login_elsewhere.replay").count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "x" * 43},
        {"redirect_uri": "https://municipality.example/back2"},
        {"code": "unknown"},
    ],
    ids=["another verifier", "another address", "another code"],
)
def test_a_code_without_what_belongs_to_it_is_worth_nothing(layla: Client, changed: dict[str, str]) -> None:
    agency = Agency()
    code = agency.code(layla)
    assert refused(agency.redeem(**{"code": code} | changed))
    assert not Token.objects.exists()
    assert agency.redeem(code).status_code == 200, "the honest one still works"


@pytest.mark.parametrize("verifier", [None, "", "short", "x" * 129, "ü" * 43])
def test_a_verifier_that_is_none_is_refused(layla: Client, verifier: str | None) -> None:
    agency = Agency()
    assert refused(agency.redeem(agency.code(layla), code_verifier=verifier), "invalid_request")


def test_a_code_is_nobody_elses(layla: Client) -> None:
    one, other = Agency(), Agency("water", redirect_uris=["https://municipality.example/back"])
    code = one.code(layla)
    other.back, other.verifier = one.back, one.verifier
    assert refused(other.redeem(code))
    assert one.redeem(code).status_code == 200


def test_a_token_of_one_agency_is_no_token_of_another_and_an_identity_token_is_none_at_all(layla: Client) -> None:
    one, other = Agency(), Agency("water")
    found = one.tokens(layla, scope="openid offline_access")
    assert one.read(found["id_token"]).status_code == 401
    assert one.read(found["refresh_token"]).status_code == 401
    assert refused(other.refresh(found["refresh_token"]))
    assert one.refresh(found["refresh_token"]).status_code == 200


@pytest.mark.promise("A31")
def test_an_access_token_lives_ten_minutes_and_the_identity_token_with_it(world: Any, layla: Client) -> None:
    agency = Agency()
    found = agency.tokens(layla)
    claims = agency.claims(found["id_token"])
    assert found["expires_in"] == 600
    assert claims["exp"] - claims["iat"] == 600
    world.wait(9 * 60 + 50)
    assert agency.read(found["access_token"]).status_code == 200
    world.wait(11)
    assert agency.read(found["access_token"]).status_code == 401


def test_a_refresh_token_works_once_and_its_second_use_ends_everything(layla: Client) -> None:
    agency = Agency()
    first = agency.tokens(layla, scope="openid offline_access")
    second = agency.refresh(first["refresh_token"]).json()
    assert agency.read(second["access_token"]).status_code == 200
    assert refused(agency.refresh(first["refresh_token"]))
    assert agency.read(second["access_token"]).status_code == 401
    assert refused(agency.refresh(second["refresh_token"]))


def test_refreshing_ends_twelve_hours_after_the_log_in(world: Any, layla: Client) -> None:
    agency = Agency()
    found = agency.tokens(layla, scope="openid offline_access")
    for _ in range(2):
        world.wait(6 * 3600 - 60)
        answer = agency.refresh(found["refresh_token"])
        assert answer.status_code == 200
        found = answer.json()
    world.wait(200)
    assert refused(agency.refresh(found["refresh_token"]))
    assert agency.read(found["access_token"]).status_code == 401


def test_an_agency_that_may_not_refresh_gets_nothing_to_refresh_with(layla: Client) -> None:
    agency = Agency(scopes=["profile"])
    assert "refresh_token" not in agency.tokens(layla, scope="openid offline_access")
    assert "refresh_token" not in Agency("water").tokens(layla)


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_identity_tokens_are_signed_as_the_agency_wants(layla: Client, algorithm: str) -> None:
    agency = Agency(signed_with=algorithm)
    assert verified(agency.tokens(layla)["id_token"], agency.slug)["sub"]
    published = [one for one in published_keys()["keys"] if one["alg"] == algorithm]
    assert published
    assert not {"d", "p", "q", "dp", "dq", "qi"} & {name for one in published for name in one}


def test_neither_codes_nor_tokens_nor_secrets_are_in_the_database(layla: Client) -> None:
    agency = Agency()
    code = agency.code(layla, scope="openid offline_access")
    found = agency.redeem(code).json()
    kept = str(list(Login.objects.values())) + str(list(Token.objects.values()))
    for one in (code, found["access_token"], found["refresh_token"], agency.secret):
        assert one not in kept
        assert one not in str(list(Event.objects.values("data")))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_redeems_a_code_and_whoever_comes_second_ends_it(world: Any, trials: Any) -> None:
    activated(world, "layla")
    browser, agency = logged_in(world, "layla"), Agency()
    agency.tokens(browser)
    for _ in range(trials(20)):
        code = agency.code(browser)
        answers = at_once([partial(agency.redeem, code)] * 4)
        won = [one.json()["access_token"] for one in answers if one.status_code == 200]
        trials.failed(len(won) - 1)
        assert len(won) <= 1
        assert [one.json()["error"] for one in answers if one.status_code != 200] == ["invalid_grant"] * (4 - len(won))
        assert all(agency.read(one).status_code == 401 for one in won), "somebody else had the code"
    connection.close()
