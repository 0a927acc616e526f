"""The portal as an agency's program meets it: discovery, a pushed request, a code for tokens, UserInfo, logout (docs/api/relying-parties.md)."""

import base64
import hashlib
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from bawaba_attestor.tls import trusting

SLUG = "municipality"
SECONDS = 5.0
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LATE = 60  # seconds by which a clock may differ


class NotLoggedIn(Exception):
    """The portal, or its person, said no; or an answer is not for us. ``error`` as OAuth has it."""

    def __init__(self, error: str) -> None:
        """One word."""
        super().__init__(error)
        self.error = error


class Provider:
    """One OpenID Provider, found by its issuer."""

    def __init__(
        self, issuer: str, back: str, key: dict[str, Any], transport: httpx.BaseTransport | None = None
    ) -> None:
        """``back`` is our registered address, ``key`` the private key that says who we are."""
        self._issuer, self._back, self._key = issuer, back, ECKey.import_key(key)
        self._client = httpx.Client(timeout=SECONDS, verify=trusting(), transport=transport)

    def begin(self, scope: str, **more: str) -> tuple[str, dict[str, str]]:
        """Where to send the browser, and what to keep in its session until it comes back. NotLoggedIn."""
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        digest = hashlib.sha256(kept["verifier"].encode()).digest()
        asked = {
            "response_type": "code",
            "redirect_uri": self._back,
            "scope": scope,
            "state": kept["state"],
            "nonce": kept["nonce"],
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        number = self._call("pushed_authorization_request_endpoint", asked | more)["request_uri"]
        query = urlencode({"client_id": SLUG, "request_uri": number})
        return f"{self._about()['authorization_endpoint']}?{query}", kept

    def finish(self, came: dict[str, str], kept: dict[str, str]) -> dict[str, Any]:
        """Who logged in: claims of the identity token, what UserInfo tells, the token itself. NotLoggedIn."""
        if came.get("iss") != self._issuer or not secrets.compare_digest(came.get("state", ""), kept.get("state", "-")):
            raise NotLoggedIn("another_answer")
        if "code" not in came:
            raise NotLoggedIn(came.get("error", "no_code"))
        told = {"grant_type": "authorization_code", "code": came["code"], "redirect_uri": self._back}
        found = self._call("token_endpoint", told | {"code_verifier": kept["verifier"]})
        claims = self._verified(found["id_token"], "JWT")
        if claims.get("nonce") != kept["nonce"]:
            raise NotLoggedIn("another_answer")
        about = self._read(found["access_token"])
        if about.get("sub") != claims["sub"]:
            raise NotLoggedIn("another_answer")
        return {"claims": claims, "about": about, "id_token": found["id_token"]}

    def leave(self, id_token: str, bye: str) -> str:
        """Where to send the browser to log out of the portal as well."""
        query = urlencode({"id_token_hint": id_token, "post_logout_redirect_uri": bye})
        return f"{self._about()['end_session_endpoint']}?{query}"

    def gone(self, logout_token: str) -> str:
        """Whose session has ended, by its ``sid``. NotLoggedIn for anything that is no logout token for us."""
        claims = self._verified(logout_token, "logout+jwt")
        if LOGOUT not in claims.get("events", {}) or "nonce" in claims:
            raise NotLoggedIn("no_logout_token")
        return str(claims["sid"])

    def _about(self) -> dict[str, Any]:
        found: dict[str, Any] = self._json(self._client.get(f"{self._issuer}/.well-known/openid-configuration"))
        if found.get("issuer") != self._issuer:
            raise NotLoggedIn("another_issuer")
        return found

    def _call(self, endpoint: str, told: dict[str, str]) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": SLUG,
            "sub": SLUG,
            "aud": self._issuer,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_hex(16),
        }
        signed = jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, self._key, ["ES256"])
        proof = {"client_assertion_type": ASSERTION, "client_assertion": signed}
        return self._json(self._client.post(self._about()[endpoint], data=told | proof))

    def _read(self, token: str) -> dict[str, Any]:
        address = self._about()["userinfo_endpoint"]
        return self._json(self._client.get(address, headers={"Authorization": f"Bearer {token}"}))

    def _json(self, answer: httpx.Response) -> dict[str, Any]:
        found: dict[str, Any] = answer.json()
        if not answer.is_success:
            raise NotLoggedIn(str(found.get("error", answer.status_code)))
        return found

    def _verified(self, token: str, kind: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(self._json(self._client.get(self._about()["jwks_uri"])))  # type: ignore[arg-type]
        found = jwt.decode(token, keys, algorithms=["ES256"])
        claims: dict[str, Any] = found.claims
        ours = claims.get("iss") == self._issuer and claims.get("aud") == SLUG and found.header.get("typ") == kind
        if not ours or not time.time() - LATE < float(claims.get("exp", 0)) < time.time() + 3600:
            raise NotLoggedIn("another_token")
        return claims
