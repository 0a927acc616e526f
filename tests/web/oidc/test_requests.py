"""A request that is not as it should be: told to the agency at its own address, or, where nobody knows whose it is, to the person."""

from typing import Any

import pytest
from django.test import Client

from agencies import Agency, came_back, follow
from bawaba.identity.clients.models import Login
from people import activated, logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("A30")]


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


WRONG: list[tuple[dict[str, str | None], str]] = [
    ({"response_type": None}, "invalid_request"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"response_type": "code id_token"}, "unsupported_response_type"),
    ({"response_type": "none"}, "unsupported_response_type"),
    ({"scope": None}, "invalid_scope"),
    ({"scope": "profile"}, "invalid_scope"),
    ({"code_challenge": None}, "invalid_request"),
    ({"code_challenge": "short"}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge_method": None}, "invalid_request"),
    ({"response_mode": "fragment"}, "invalid_request"),
    ({"response_mode": "form_post"}, "invalid_request"),
    ({"prompt": "none login"}, "invalid_request"),
    ({"prompt": "dance"}, "invalid_request"),
    ({"max_age": "soon"}, "invalid_request"),
    ({"max_age": "-1"}, "invalid_request"),
    ({"claims": "{"}, "invalid_request"),
    ({"claims": "[]"}, "invalid_request"),
    ({"claims": '{"userinfo": "all"}'}, "invalid_request"),
    ({"id_token_hint": "a.b.c"}, "invalid_request"),
    ({"request": "e30."}, "request_not_supported"),
    ({"request_uri": "https://municipality.example/request"}, "request_uri_not_supported"),
    ({"registration": "{}"}, "registration_not_supported"),
    ({"nonce": "n" * 501}, "invalid_request"),
    ({"state": "s" * 1001}, "invalid_request"),
]


@pytest.mark.parametrize(("changed", "error"), WRONG, ids=[str(one)[:60] for one, _ in WRONG])
def test_what_is_wrong_is_told_to_the_agency_and_nobody_is_logged_in(
    layla: Client, changed: dict[str, str | None], error: str
) -> None:
    agency = Agency()
    agency.tokens(layla)
    Login.objects.all().delete()
    answer = agency.ask(layla, **changed)
    back = came_back(answer)
    assert answer["Location"].startswith(agency.back)
    assert back["error"] == error
    assert back["iss"] == "http://testserver"
    assert "code" not in back
    if "state" not in changed:
        assert back["state"] == "st-1"
    assert not Login.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "nobody"},
        {"client_id": None},
        {"redirect_uri": None},
        {"redirect_uri": "https://municipality.example/back/"},
        {"redirect_uri": "https://municipality.example/back?x=1"},
        {"redirect_uri": "https://municipality.example:443/back"},
        {"redirect_uri": "https://MUNICIPALITY.example/back"},
        {"redirect_uri": "https://municipality.example/back#x"},
        {"redirect_uri": "https://municipality.example/../back"},
        {"redirect_uri": "https://municipality.example@evil.example/back"},
        {"redirect_uri": "javascript:alert(1)"},
        {"request_uri": "urn:ietf:params:oauth:request_uri:unknown"},
    ],
    ids=str,
)
def test_nobody_is_sent_to_an_address_that_is_not_the_agencys_own(
    layla: Client, changed: dict[str, str | None]
) -> None:
    answer = Agency().ask(layla, **changed)
    assert answer.status_code == 400
    assert "Location" not in answer
    assert "Refresh" not in answer
    assert not Login.objects.exists()


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "state", "code_challenge", "scope", "prompt"])
def test_a_parameter_that_comes_twice_is_refused(layla: Client, name: str) -> None:
    agency = Agency()
    query = "&".join(f"{key}={value}" for key, value in agency.parameters(prompt="consent").items())
    answer = layla.get(f"/oidc/authorize?{query}&{name}=again")
    if answer.status_code == 302:
        assert came_back(answer)["error"] == "invalid_request"
    else:
        assert answer.status_code == 400
    assert not Login.objects.exists()


def test_names_that_nobody_knows_are_passed_over(layla: Client) -> None:
    agency = Agency()
    found = agency.tokens(layla, scope="openid address dance", extra="1", login_hint="layla", ui_locales="de")
    assert found["scope"] == "openid"


def test_a_request_waits_half_an_hour_and_no_longer(world: Any, layla: Client) -> None:
    agency = Agency()
    page = agency.ask(layla)["Location"]
    assert layla.get(page).status_code == 200
    world.wait(14 * 60)
    layla.get("/home")
    world.wait(14 * 60)
    layla.get("/home")
    world.wait(3 * 60)
    answer = layla.get(page)
    assert answer.status_code == 400
    assert "Refresh" not in answer


@pytest.mark.parametrize("sealed", ["", "x", "AAAA", "a" * 20_000, "é"])
def test_a_request_that_we_did_not_seal_is_refused(layla: Client, sealed: str) -> None:
    assert layla.get("/oidc/continue", {"r": sealed}).status_code == 400


def test_agreeing_needs_the_form_token_of_the_page(layla: Client) -> None:
    agency, strict = Agency(), Client(enforce_csrf_checks=True)
    strict.cookies = layla.cookies
    page = agency.ask(layla)["Location"]
    sealed = page.partition("r=")[2]
    assert strict.post("/oidc/continue", {"r": sealed, "yes": "1"}).status_code == 403
    assert not Login.objects.exists()


def test_an_address_that_was_taken_off_the_list_meanwhile_is_not_gone_to(layla: Client) -> None:
    agency = Agency()
    page = agency.ask(layla)["Location"]
    Agency(redirect_uris=["https://municipality.example/other"])
    assert layla.get(page).status_code == 400


def test_whoever_is_not_logged_in_comes_to_the_one_log_in_of_the_portal(world: Any) -> None:
    activated(world, "layla")
    answer = Agency().ask(Client())
    assert answer["Location"].startswith("/login?next=%2Foidc%2Fcontinue%3Fr%3D")
    assert "layla" not in follow(Client(), answer).content.decode()
