"""How an agency's program proves who it is: a long secret, or a signature that works once; and requests that it pushes."""

import base64
import time
from functools import partial
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from agencies import ASSERTION, Agency, agreed, came_back
from bawaba.core import clock
from bawaba.identity.clients.loading import issue_secret, move_party
from bawaba.identity.clients.models import PushedRequest, SpentAssertion
from bawaba.identity.clients.retention import clear_clients
from bawaba.journal.ports import Actor
from people import activated, at, logged_in
from races import at_once

pytestmark = pytest.mark.django_db
OPERATOR = Actor("operator")


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def signing(**more: Any) -> Agency:
    return Agency(authentication="private_key_jwt", **more)


def is_refused(answer: Any) -> bool:
    return (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def header(slug: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{slug}:{secret}".encode()).decode()}


# client_secret_basic


def test_a_wrong_secret_an_unknown_name_and_no_secret_at_all_hear_the_same() -> None:
    agency, told = Agency(), []
    sent = {"grant_type": "authorization_code", "code": "x", "redirect_uri": agency.back, "code_verifier": "x" * 43}
    bad = [header(agency.slug, "wrong"), header("nobody", agency.secret), {}, header(agency.slug, "")]
    bad += [
        {"Authorization": "Basic ===="},
        {"Authorization": "Basic /////w=="},
        {"Authorization": f"Bearer {agency.secret}"},
    ]
    for headers in bad:
        answer = Client().post("/oidc/token", sent, headers=headers)
        assert is_refused(answer)
        told.append(answer.content)
    assert len(set(told)) == 1


def test_a_secret_in_the_body_is_none() -> None:
    agency = Agency()
    sent = {
        "grant_type": "refresh_token",
        "refresh_token": "x",
        "client_id": agency.slug,
        "client_secret": agency.secret,
    }
    assert is_refused(Client().post("/oidc/token", sent))


def test_a_new_secret_ends_the_one_before() -> None:
    agency = Agency()
    before, agency.secret = agency.secret, issue_secret(slug=agency.slug, by=OPERATOR)
    assert agency.push().status_code == 201
    agency.secret = before
    assert is_refused(agency.push())


def test_a_closed_agency_is_nobody(layla: Client) -> None:
    agency = Agency()
    move_party(slug=agency.slug, move="close", reason="leak", by=OPERATOR)
    assert is_refused(agency.push())
    assert agency.ask(layla).status_code == 400
    move_party(slug=agency.slug, move="reopen", reason="mended", by=OPERATOR)
    assert agency.push().status_code == 201


def test_another_name_beside_the_proof_is_refused() -> None:
    agency = Agency()
    assert is_refused(agency.call("/oidc/par", agency.parameters() | {"client_id": "other"}))


# private_key_jwt


def test_a_signature_by_a_registered_key_will_do(layla: Client) -> None:
    agency = signing()
    assert agency.claims(agency.tokens(layla)["id_token"])


CLAIMS: list[dict[str, Any]] = [
    {"aud": "http://testserver/oidc/token"},
    {"aud": ["http://testserver", "https://evil.example"]},
    {"aud": "https://evil.example"},
    {"iss": "other"},
    {"sub": "other"},
    {"exp": 1},
    {"exp": None},
    {"exp": float("nan")},
    {"exp": 4_102_444_800},
    {"iat": 4_102_444_800},
    {"iat": "now"},
    {"jti": None},
    {"jti": ""},
    {"jti": "x" * 65},
    {"jti": 7},
]


@pytest.mark.parametrize("claims", CLAIMS, ids=str)
def test_a_statement_about_anything_else_is_refused(claims: dict[str, Any]) -> None:
    assert is_refused(signing().call("/oidc/par", signing_parameters(), **claims))


def signing_parameters() -> dict[str, str]:
    return {"response_type": "code"}


def test_an_assertion_works_once(trials: Any) -> None:
    agency = signing()
    sent = agency.parameters() | {"client_assertion_type": ASSERTION, "client_assertion": agency.assertion()}
    assert Client().post("/oidc/par", sent).status_code == 201
    assert is_refused(Client().post("/oidc/par", sent))


@pytest.mark.django_db(transaction=True)
def test_of_the_same_assertion_at_once_one_is_taken(trials: Any) -> None:
    agency = signing()
    for _ in range(trials(20)):
        sent = agency.parameters() | {"client_assertion_type": ASSERTION, "client_assertion": agency.assertion()}
        answers = at_once([partial(Client().post, "/oidc/par", sent)] * 4)
        assert sorted(one.status_code for one in answers) == [201, 401, 401, 401]


@pytest.mark.parametrize("kind", ["none", "secret", "stranger", "embedded"])
def test_a_signature_of_anything_but_a_registered_key_is_refused(kind: str) -> None:
    agency = signing()
    now = int(time.time())
    told = {"iss": agency.slug, "sub": agency.slug, "aud": "http://testserver", "jti": "j", "iat": now, "exp": now + 60}
    other = ECKey.generate_key("P-256", {"kid": agency.key.kid}, private=True)
    if kind == "none":
        unsigned = base64.urlsafe_b64encode(b'{"alg":"none","kid":"municipality-1"}').rstrip(b"=").decode()
        sent = f"{unsigned}.{agency.assertion().split('.')[1]}."
    elif kind == "secret":
        key = OctKey.import_key(str(agency.key.as_dict(private=False)))
        sent = jwt.encode({"alg": "HS256", "kid": agency.key.kid}, told, key, ["HS256"])
    elif kind == "stranger":
        sent = jwt.encode({"alg": "ES256", "kid": agency.key.kid}, told, other, ["ES256"])
    else:
        sent = jwt.encode(
            {"alg": "ES256", "kid": agency.key.kid, "jwk": other.as_dict(private=False)}, told, other, ["ES256"]
        )
    body = agency.parameters() | {"client_assertion_type": ASSERTION, "client_assertion": sent}
    assert is_refused(Client().post("/oidc/par", body))


@pytest.mark.parametrize("sent", ["", "x", "a.b", "a.b.c", "a.b.c.d.e", "é.é.é", "." * 3, "x" * 5000])
def test_nonsense_is_refused_like_anything_else(sent: str) -> None:
    body = {"client_assertion_type": ASSERTION, "client_assertion": sent}
    assert is_refused(Client().post("/oidc/token", body))


def test_one_way_of_proving_is_not_exchanged_for_the_other() -> None:
    signs, keeps = signing(slug="water"), Agency()
    body = keeps.parameters() | {"client_assertion_type": ASSERTION, "client_assertion": keeps.assertion()}
    assert is_refused(Client().post("/oidc/par", body))
    assert is_refused(Client().post("/oidc/par", signs.parameters(), headers=header("water", "")))
    both = signs.parameters() | signs.authenticated()["data"]
    answer = Client().post("/oidc/par", both, headers=header(keeps.slug, keeps.secret))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


# Pushed requests


def test_a_pushed_request_is_as_good_as_one_in_the_address_and_shows_nothing_of_itself(layla: Client) -> None:
    agency = signing(pushed_only=True)
    answer = agency.push(scope="openid profile")
    assert (answer.status_code, answer.json()["expires_in"]) == (201, 90)
    number = answer.json()["request_uri"]
    back = came_back(agreed(layla, layla.get("/oidc/authorize", {"client_id": agency.slug, "request_uri": number})))
    assert back["state"] == "st-1"
    assert "name" in agency.read(agency.redeem(back["code"]).json()["access_token"]).json()


def test_its_number_works_once_and_for_its_agency_alone(layla: Client) -> None:
    agency, other = Agency(), Agency("water")
    number = agency.push().json()["request_uri"]
    assert layla.get("/oidc/authorize", {"client_id": other.slug, "request_uri": number}).status_code == 400
    assert layla.get("/oidc/authorize", {"client_id": agency.slug, "request_uri": number}).status_code == 302
    assert layla.get("/oidc/authorize", {"client_id": agency.slug, "request_uri": number}).status_code == 400


def test_its_number_lives_ninety_seconds(world: Any, layla: Client) -> None:
    agency = Agency()
    number = agency.push().json()["request_uri"]
    world.wait(91)
    assert layla.get("/oidc/authorize", {"client_id": agency.slug, "request_uri": number}).status_code == 400


def test_nothing_that_comes_by_the_browser_counts_beside_it(layla: Client) -> None:
    agency = Agency()
    number = agency.push(scope="openid").json()["request_uri"]
    sent = {"client_id": agency.slug, "request_uri": number, "scope": "openid phone", "state": "evil", "prompt": "none"}
    back = came_back(agreed(layla, layla.get("/oidc/authorize", sent)))
    assert back["state"] == "st-1"
    assert "phone_number" not in agency.read(agency.redeem(back["code"]).json()["access_token"]).json()


def test_whoever_must_push_cannot_ask_by_the_address(layla: Client) -> None:
    assert signing(pushed_only=True).ask(layla).status_code == 400


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"redirect_uri": "https://evil.example/"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"request_uri": "urn:ietf:params:oauth:request_uri:x"}, "invalid_request"),
        ({"request": "e30."}, "request_not_supported"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
    ids=str,
)
def test_what_is_wrong_with_it_is_said_when_it_is_pushed(changed: dict[str, str | None], error: str) -> None:
    answer = Agency().push(**changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert not PushedRequest.objects.exists()


def test_nothing_about_a_person_is_kept_of_it() -> None:
    Agency().push(login_hint="1012345678", extra="1012345678")
    assert "1012345678" not in str(list(PushedRequest.objects.values()))


# Everything else that programs meet


@pytest.mark.parametrize("path", ["token", "par"])
def test_programs_get_json_that_nobody_keeps_and_no_cookie(path: str) -> None:
    answer = at().post(f"/oidc/{path}", {})
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert Client().get(f"/oidc/{path}").status_code == 405


def test_a_parameter_that_comes_twice_is_refused() -> None:
    answer = Client().post("/oidc/token", {"grant_type": ["authorization_code", "refresh_token"]})
    assert answer.json()["error"] == "invalid_request"


@pytest.mark.parametrize("kind", ["password", "client_credentials", "implicit", ASSERTION])
def test_there_are_two_grants_and_no_other(kind: str) -> None:
    assert Agency().call("/oidc/token", {"grant_type": kind}).json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize(
    "sent", [{}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}]
)
def test_userinfo_without_a_good_token_is_401_with_the_header_that_says_why(sent: dict[str, str]) -> None:
    answer = Client().get("/oidc/userinfo", headers=sent)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith('Bearer error="invalid_token"')


def test_a_token_in_the_address_is_not_read(layla: Client) -> None:
    agency = Agency()
    token = agency.tokens(layla)["access_token"]
    assert Client().get("/oidc/userinfo", {"access_token": token}).status_code == 401
    both = Client().post("/oidc/userinfo", {"access_token": token}, headers={"Authorization": f"Bearer {token}"})
    assert both.status_code == 400


def test_what_is_over_is_deleted_and_consents_stay(world: Any, layla: Client) -> None:
    agency = signing()
    agency.push()
    agency.tokens(layla)
    world.wait(37 * 3600)
    clear_clients(clock.now())
    assert not PushedRequest.objects.exists()
    assert not SpentAssertion.objects.exists()
    page = logged_in(world, "layla").get("/agencies/").content.decode()
    assert "بلدية العاصمة" in page
