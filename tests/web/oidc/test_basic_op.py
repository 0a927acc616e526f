"""The 38 modules of OpenID's Basic OP certification plan, each a test of its name.

The plan's client has no PKCE of its own; ours is required, so each request carries it. What the plan lets a provider refuse
(client_secret_post, address, request objects) is refused here, and discovery says so.
"""

import base64
import hashlib
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc import jws

from agencies import HERE, Agency, agreed, came_back, follow, press, published_keys
from bawaba.identity.accounts.addresses import confirm_address
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.journal.ports import Actor
from people import activated, at, confirmed, logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("A30")]
PLAN = """
OIDCCServerTest OIDCCResponseTypeMissing OIDCCIdTokenSignature OIDCCIdTokenUnsigned OIDCCUserInfoGet OIDCCUserInfoPostHeader
OIDCCUserInfoPostBody OIDCCEnsureRequestWithoutNonceSucceedsForCodeFlow OIDCCScopeProfile OIDCCScopeEmail OIDCCScopeAddress
OIDCCScopePhone OIDCCScopeAll OIDCEnsureOtherScopeOrderSucceeds OIDCCDisplayPage OIDCCDisplayPopup OIDCCPromptLogin
OIDCCPromptNoneNotLoggedIn OIDCCPromptNoneLoggedIn OIDCCMaxAge1 OIDCCMaxAge10000
OIDCCEnsureRequestWithUnknownParameterSucceeds OIDCCIdTokenHint OIDCCLoginHint OIDCCUiLocales OIDCCClaimsLocales
OIDCCEnsureRequestWithAcrValuesSucceeds OIDCCAuthCodeReuse OIDCCAuthCodeReuseAfter30Seconds OIDCCEnsureRegisteredRedirectUri
OIDCCEnsurePostRequestSucceeds OIDCCServerTestClientSecretPost OIDCCRequestUriUnsignedSupportedCorrectlyOrRejectedAsUnsupported
OIDCCUnsignedRequestObjectSupportedCorrectlyOrRejectedAsUnsupported OIDCCClaimsEssential OIDCCEnsureRequestObjectWithRedirectUri
OIDCCRefreshToken OIDCCEnsureRequestWithValidPkceSucceeds
""".split()  # noqa: SIM905 - forty names read better so
EMAIL = "layla@mail.example"
UNSIGNED = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla", email=EMAIL)
    return logged_in(world, "layla")


def checked(agency: Agency, found: dict[str, Any], nonce: str | None = "n-1") -> dict[str, Any]:
    """What the plan's client looks at in every token answer."""
    assert found["token_type"] == "Bearer"
    claims, now = agency.claims(found["id_token"]), time.time()
    assert claims["iss"] == HERE
    assert claims["aud"] == agency.slug
    assert claims.get("nonce") == nonce
    assert 0 < len(claims["sub"]) <= 255
    assert claims["sub"].isascii()
    assert now - 60 < claims["iat"] <= now + 1 < claims["exp"]
    half = hashlib.sha256(found["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    return claims


def works(browser: Client, **asked: str | None) -> tuple[Agency, dict[str, Any], dict[str, Any]]:
    """The whole flow: agency, claims of the identity token, UserInfo."""
    agency = Agency()
    found = agency.tokens(browser, **asked)
    claims, told = checked(agency, found), agency.read(found["access_token"]).json()
    assert told["sub"] == claims["sub"]
    return agency, claims, told


def request_object(agency: Agency, **more: Any) -> str:
    body = base64.urlsafe_b64encode(json.dumps(agency.parameters() | more).encode()).rstrip(b"=").decode()
    return f"{UNSIGNED}.{body}."


def test_OIDCCServerTest(layla: Client) -> None:
    agency = Agency()
    back = came_back(agreed(layla, agency.ask(layla)))
    assert set(back) == {"code", "state", "iss"}
    assert back["state"] == "st-1"
    answer = agency.redeem(back["code"])
    assert answer["Cache-Control"] == "no-store"
    assert answer["Pragma"] == "no-cache"
    checked(agency, answer.json())
    assert all(one["kid"] and one["use"] == "sig" for one in published_keys()["keys"])


def test_OIDCCResponseTypeMissing(layla: Client) -> None:
    back = came_back(Agency().ask(layla, response_type=None))
    assert back["error"] in {"invalid_request", "unsupported_response_type"}
    assert back["state"] == "st-1"


def test_OIDCCIdTokenSignature(layla: Client) -> None:
    for algorithm in ("RS256", "ES256"):
        agency = Agency(signed_with=algorithm)
        token = agency.tokens(layla)["id_token"]
        header = jws.extract_compact(token.encode()).headers()
        kids = [one["kid"] for one in published_keys()["keys"]]
        assert header["alg"] == algorithm
        assert kids.count(header["kid"]) == 1
        assert agency.claims(token)


def test_OIDCCIdTokenUnsigned(layla: Client) -> None:
    """Skipped by the plan where ``none`` is not supported: it is not, and no relying party can be loaded with it."""
    assert (
        "none" not in Client().get("/.well-known/openid-configuration").json()["id_token_signing_alg_values_supported"]
    )
    with pytest.raises(ValueError, match="signed_with"):
        Agency(signed_with="none")


def test_OIDCCUserInfoGet(layla: Client) -> None:
    agency = Agency()
    found = agency.tokens(layla)
    answer = agency.read(found["access_token"])
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == {"sub": agency.claims(found["id_token"])["sub"]}


def test_OIDCCUserInfoPostHeader(layla: Client) -> None:
    token = Agency().tokens(layla)["access_token"]
    answer = Client().post("/oidc/userinfo", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["sub"]


def test_OIDCCUserInfoPostBody(layla: Client) -> None:
    token = Agency().tokens(layla)["access_token"]
    assert Client().post("/oidc/userinfo", {"access_token": token}).json()["sub"]


def test_OIDCCEnsureRequestWithoutNonceSucceedsForCodeFlow(layla: Client) -> None:
    agency = Agency()
    checked(agency, agency.tokens(layla, nonce=None), nonce=None)


def test_OIDCCScopeProfile(layla: Client) -> None:
    _, _, told = works(layla, scope="openid profile")
    assert told["name"]


def test_OIDCCScopeEmail(world: Any, layla: Client) -> None:
    """An address that its holder has not confirmed is not told to anybody."""
    agency, _, told = works(layla, scope="openid email")
    assert "email" not in told
    account = live_account_of_number(world.cast["layla"]["number"])
    assert account
    confirm_address(account=account, kind="email", text=EMAIL, by=Actor("person"))
    told = agency.read(agency.tokens(layla, scope="openid email")["access_token"]).json()
    assert (told["email"], told["email_verified"]) == (EMAIL, True)


def test_OIDCCScopeAddress(layla: Client) -> None:
    """No addresses here: the scope is passed over, as discovery says."""
    agency, _, told = works(layla, scope="openid address")
    assert set(told) == {"sub"}
    assert "address" not in agency.web.get("/.well-known/openid-configuration").json()["scopes_supported"]


def test_OIDCCScopePhone(world: Any, layla: Client) -> None:
    _, _, told = works(layla, scope="openid phone")
    assert told["phone_number"] == world.cast["layla"]["phone"]
    assert told["phone_number_verified"] is True


def test_OIDCCScopeAll(layla: Client) -> None:
    _, _, told = works(layla, scope="openid profile email phone address")
    assert {"name", "phone_number"} <= set(told)


def test_OIDCEnsureOtherScopeOrderSucceeds(layla: Client) -> None:
    _, _, told = works(layla, scope="phone profile openid")
    assert {"name", "phone_number"} <= set(told)


def test_OIDCCDisplayPage(layla: Client) -> None:
    works(layla, display="page")


def test_OIDCCDisplayPopup(layla: Client) -> None:
    works(layla, display="popup")


def proven(world: Any, browser: Client, answer: Any) -> Any:
    assert answer["Location"].startswith("/confirm?"), "the person is asked again who they are"
    target = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    return agreed(browser, confirmed(world, browser, {"next": target}))


def test_OIDCCPromptLogin(world: Any, layla: Client) -> None:
    agency, first, _ = works(layla)
    world.wait(2)
    again = checked(
        agency, agency.redeem(came_back(proven(world, layla, agency.ask(layla, prompt="login")))["code"]).json()
    )
    assert again["auth_time"] > first["auth_time"]
    assert again["sub"] == first["sub"]


def test_OIDCCPromptNoneNotLoggedIn() -> None:
    back = came_back(Agency().ask(at(), prompt="none"))
    assert back["error"] == "login_required"
    assert back["state"] == "st-1"


def test_OIDCCPromptNoneLoggedIn(layla: Client) -> None:
    agency, first, _ = works(layla)
    again = checked(agency, agency.redeem(came_back(agency.ask(layla, prompt="none"))["code"]).json())
    assert (again["sub"], again["auth_time"]) == (first["sub"], first["auth_time"])


def test_OIDCCMaxAge1(world: Any, layla: Client) -> None:
    agency, first, _ = works(layla)
    world.wait(2)
    again = checked(
        agency, agency.redeem(came_back(proven(world, layla, agency.ask(layla, max_age="1")))["code"]).json()
    )
    assert again["auth_time"] > first["auth_time"]


def test_OIDCCMaxAge10000(layla: Client) -> None:
    agency, first, _ = works(layla)
    again = checked(agency, agency.redeem(came_back(agency.ask(layla, max_age="10000"))["code"]).json())
    assert (again["sub"], again["auth_time"]) == (first["sub"], first["auth_time"])


def test_OIDCCEnsureRequestWithUnknownParameterSucceeds(layla: Client) -> None:
    works(layla, extra="foobar")


def test_OIDCCIdTokenHint(layla: Client) -> None:
    agency = Agency()
    found = agency.tokens(layla)
    back = came_back(agency.ask(layla, prompt="none", id_token_hint=found["id_token"]))
    assert checked(agency, agency.redeem(back["code"]).json())["sub"] == agency.claims(found["id_token"])["sub"]


def test_OIDCCLoginHint(layla: Client) -> None:
    works(layla, login_hint="buffy@municipality.example")


def test_OIDCCUiLocales(layla: Client) -> None:
    works(layla, ui_locales="se")


def test_OIDCCClaimsLocales(layla: Client) -> None:
    works(layla, claims_locales="se")


def test_OIDCCEnsureRequestWithAcrValuesSucceeds(layla: Client) -> None:
    _, claims, _ = works(layla, acr_values="urn:bawaba:assurance:2 1")
    assert claims["acr"] == "urn:bawaba:assurance:2"


def test_OIDCCAuthCodeReuse(layla: Client) -> None:
    agency = Agency()
    code = agency.code(layla)
    assert agency.redeem(code).status_code == 200
    assert agency.redeem(code).json()["error"] == "invalid_grant"


def test_OIDCCAuthCodeReuseAfter30Seconds(world: Any, layla: Client) -> None:
    agency = Agency()
    code = agency.code(layla)
    token = agency.redeem(code).json()["access_token"]
    world.wait(30)
    assert agency.redeem(code).json()["error"] == "invalid_grant"
    assert agency.read(token).status_code == 401


def test_OIDCCEnsureRegisteredRedirectUri(layla: Client) -> None:
    answer = Agency().ask(layla, redirect_uri="https://municipality.example/back/xyz")
    assert answer.status_code == 400
    assert "Location" not in answer


def test_OIDCCEnsurePostRequestSucceeds(layla: Client) -> None:
    agency = Agency()
    answer = layla.post("/oidc/authorize", agency.parameters())
    assert answer.status_code == 303, "the next one brings the cookies that a POST of another site does not"
    checked(agency, agency.redeem(came_back(agreed(layla, answer))["code"]).json())


def test_OIDCCServerTestClientSecretPost(layla: Client) -> None:
    """Not supported: a secret in a body ends in logs; discovery names what is."""
    agency = Agency()
    sent = {"grant_type": "authorization_code", "code": agency.code(layla), "redirect_uri": agency.back}
    sent |= {"code_verifier": agency.verifier, "client_id": agency.slug, "client_secret": agency.secret}
    assert Client().post("/oidc/token", sent).json()["error"] == "invalid_client"
    supported = Client().get("/.well-known/openid-configuration").json()["token_endpoint_auth_methods_supported"]
    assert "client_secret_post" not in supported


def test_OIDCCRequestUriUnsignedSupportedCorrectlyOrRejectedAsUnsupported(layla: Client) -> None:
    back = came_back(Agency().ask(layla, request_uri="https://municipality.example/request.jwt"))
    assert back["error"] == "request_uri_not_supported"


def test_OIDCCUnsignedRequestObjectSupportedCorrectlyOrRejectedAsUnsupported(layla: Client) -> None:
    agency = Agency()
    assert came_back(agency.ask(layla, request=request_object(agency)))["error"] == "request_not_supported"


def test_OIDCCClaimsEssential(layla: Client) -> None:
    _, _, told = works(layla, claims='{"userinfo":{"name":{"essential":true}}}')
    assert told["name"]


def test_OIDCCEnsureRequestObjectWithRedirectUri(layla: Client) -> None:
    """A request object is refused, and the address inside it is never believed."""
    agency = Agency()
    answer = agency.ask(layla, request=request_object(agency, redirect_uri="https://evil.example/"))
    assert answer["Location"].startswith(agency.back)
    assert came_back(answer)["error"] == "request_not_supported"


def test_OIDCCRefreshToken(layla: Client) -> None:
    agency = Agency()
    first = agency.tokens(layla, scope="openid offline_access", prompt="consent")
    again = agency.refresh(first["refresh_token"]).json()
    old, new = agency.claims(first["id_token"]), agency.claims(again["id_token"])
    assert [new[name] for name in ("iss", "sub", "aud", "auth_time")] == [
        old[name] for name in ("iss", "sub", "aud", "auth_time")
    ]
    assert again["refresh_token"] != first["refresh_token"]
    assert agency.read(again["access_token"]).status_code == 200
    other = Agency("water")
    assert other.refresh(again["refresh_token"]).json()["error"] == "invalid_grant"


def test_OIDCCEnsureRequestWithValidPkceSucceeds(layla: Client) -> None:
    agency = Agency()
    page = follow(layla, agency.ask(layla))
    code = came_back(press(layla, page, "yes"))["code"]
    assert agency.redeem(code, code_verifier="y" * 43).json()["error"] == "invalid_grant"
    checked(agency, agency.redeem(code).json())


def test_every_module_of_the_plan_is_here() -> None:
    assert len(PLAN) == 38
    assert [name for name in PLAN if f"test_{name}" not in globals()] == []
