"""Agencies that log people in here: what their programs send, and what a person's browser does in between."""

import base64
import hashlib
import json
import re
import secrets
import time
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet

from bawaba.identity.clients.loading import issue_secret, load_party
from bawaba.journal.ports import Actor

OPERATOR = Actor("operator")
HERE = "http://testserver"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
EVERYTHING = ["openid", "profile", "identity", "phone", "email", "offline_access"]


def described(slug: str, **more: Any) -> dict[str, Any]:
    """As an operator's file has it."""
    return {
        "slug": slug,
        "name": {"ar": "بلدية العاصمة", "en": "Municipality of the Capital"},
        "purpose": {"ar": "لنجد رخصك ونراسلك بشأنها.", "en": "To find your permits and write to you about them."},
        "site": f"https://{slug}.example/",
        "redirect_uris": [f"https://{slug}.example/back"],
        "logout_uris": [f"https://{slug}.example/bye"],
        "logout_notice_uri": f"https://{slug}.example/gone",
        "authentication": "client_secret_basic",
        "scopes": EVERYTHING,
    } | more


class Agency:
    """A relying party, loaded; ``key`` when it signs what it authenticates with."""

    def __init__(self, slug: str = "municipality", **more: Any) -> None:
        self.slug, self.web = slug, Client()
        self.key = ECKey.generate_key("P-256", {"kid": f"{slug}-1"}, private=True)
        if more.get("authentication") == "private_key_jwt":
            more = {"keys": {"keys": [self.key.as_dict(private=False)]}} | more
        load_party(described=described(slug, **more), by=OPERATOR)
        self.back = f"https://{slug}.example/back"
        self.signs = more.get("authentication") == "private_key_jwt"
        self.secret = "" if self.signs else issue_secret(slug=slug, by=OPERATOR)
        self.verifier = secrets.token_urlsafe(32)

    def parameters(self, **more: str | None) -> dict[str, str]:
        """Of an authorization request; None leaves one out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        found: dict[str, str | None] = {
            "client_id": self.slug,
            "response_type": "code",
            "redirect_uri": self.back,
            "scope": "openid",
            "state": "st-1",
            "nonce": "n-1",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        } | more
        return {name: text for name, text in found.items() if text is not None}

    def ask(self, browser: Client, **more: str | None) -> Any:
        """The browser comes with a request."""
        return browser.get("/oidc/authorize?" + urlencode(self.parameters(**more)))

    def authenticated(self, **claims: Any) -> dict[str, Any]:
        """What the program adds to a call."""
        if not self.signs:
            pair = base64.b64encode(f"{self.slug}:{self.secret}".encode()).decode()
            return {"headers": {"Authorization": f"Basic {pair}"}}
        return {"data": {"client_assertion_type": ASSERTION, "client_assertion": self.assertion(**claims)}}

    def assertion(self, **claims: Any) -> str:
        now = int(time.time())
        told = {
            "iss": self.slug,
            "sub": self.slug,
            "aud": HERE,
            "jti": secrets.token_hex(8),
            "iat": now,
            "exp": now + 60,
        }
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, told | claims, self.key, ["ES256"])

    def call(self, path: str, data: dict[str, Any], **claims: Any) -> Any:
        more = self.authenticated(**claims)
        return self.web.post(path, data | more.get("data", {}), headers=more.get("headers"))

    def redeem(self, code: str, **more: Any) -> Any:
        """The code for tokens."""
        told = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.back}
        return self.call(
            "/oidc/token",
            {name: one for name, one in (told | {"code_verifier": self.verifier} | more).items() if one is not None},
        )

    def refresh(self, token: str) -> Any:
        return self.call("/oidc/token", {"grant_type": "refresh_token", "refresh_token": token})

    def push(self, **more: str | None) -> Any:
        return self.call(
            "/oidc/par", {name: text for name, text in self.parameters(**more).items() if name != "client_id"}
        )

    def read(self, token: str) -> Any:
        """UserInfo."""
        return self.web.get("/oidc/userinfo", headers={"Authorization": f"Bearer {token}"})

    def code(self, browser: Client, **more: str | None) -> str:
        """Through every page to a code."""
        return str(came_back(agreed(browser, self.ask(browser, **more)))["code"])

    def tokens(self, browser: Client, **more: str | None) -> dict[str, Any]:
        """Logged in: what the program has at the end."""
        answer = self.redeem(self.code(browser, **more))
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def claims(self, id_token: str) -> dict[str, Any]:
        """Of an identity token, its signature verified by what the portal publishes."""
        return verified(id_token, self.slug)


def published_keys() -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/oidc/jwks").json()
    return found


def verified(token: str, audience: str, kind: str = "JWT") -> dict[str, Any]:
    keys = KeySet.import_key_set(published_keys())
    signed = jws.deserialize_compact(token.encode(), keys, algorithms=["ES256", "RS256"])
    claims: dict[str, Any] = json.loads(signed.payload)
    assert signed.headers()["typ"] == kind
    assert (claims["iss"], claims["aud"]) == (HERE, audience)
    return claims


def came_back(answer: Any) -> dict[str, str]:
    """What the agency reads at its own address, wherever the answer has it: a redirect, or a page that leads there."""
    if answer.status_code in {302, 303}:
        target = answer["Location"]
    else:
        assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-900:])
        target = answer["Refresh"].partition("url=")[2]
        assert target in unescape(answer.content.decode()), "the page has a link for whoever does not move on"
    assert target.startswith("https://"), target
    found = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
    assert found.get("iss", HERE) == HERE
    return found


def follow(browser: Client, answer: Any) -> Any:
    """On to pages of the portal, never out of it."""
    while answer.status_code in {302, 303} and answer["Location"].startswith("/"):
        answer = browser.get(answer["Location"])
    return answer


def agreed(browser: Client, answer: Any, word: str = "yes") -> Any:
    """Whatever pages come, the person agrees; a request that needs no page is what it is."""
    answer = follow(browser, answer)
    if answer.status_code == 200 and 'action="/oidc/continue"' in answer.content.decode():
        return press(browser, answer, word)
    return answer


def press(browser: Client, page: Any, word: str) -> Any:
    """A button of the consent page."""
    sealed = re.search(r'name="r" value="([^"]+)"', page.content.decode())
    assert sealed
    return browser.post("/oidc/continue", {"r": unescape(sealed[1]), word: "1"})
