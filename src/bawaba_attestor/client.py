"""Calls of the channel API, each signed anew, repeated under the same Idempotency-Key until an answer comes."""

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

import httpx

from bawaba_attestor.keys import key_proof
from bawaba_attestor.statement import Claims, Subject, attestation, call_token
from bawaba_attestor.tls import trusting

SECONDS = 10.0
TRIES = 3
ROOT = "/channel/v1"
IN_FLIGHT = ":idempotency-in-flight"  # our own first try, whose answer was lost, is still being worked on


class Problem(Exception):
    """The portal said no (RFC 9457): ``slug`` is stable, ``body`` is the whole answer."""

    def __init__(self, status: int, body: dict[str, Any], retry_after: int = 0) -> None:
        """From the answer; ``retry_after`` in seconds, 0 when none was said."""
        self.status, self.body, self.retry_after = status, body, retry_after
        self.slug = str(body.get("type", "")).rpartition(":")[2]
        super().__init__(f"{status} {self.slug}")


class Unavailable(Exception):
    """No answer came, or the portal asks to come later; ``jti`` names the attestation whose outcome is unknown."""

    jti = ""


@dataclass(frozen=True)
class Outcome:
    """What an attestation came to."""

    word: str
    jti: str
    body: dict[str, Any]


class Attestor:
    """One attestor with one key."""

    def __init__(self, url: str, slug: str, key: dict[str, Any], transport: httpx.BaseTransport | None = None) -> None:
        """``url`` is the portal's public address, which is also the audience."""
        self._audience, self._slug, self._key = url.rstrip("/"), slug, key
        self._client = httpx.Client(base_url=self._audience, timeout=SECONDS, transport=transport, verify=trusting())

    def open_visit(self, kind: str, number: str, place: str, language: str, consent: str) -> dict[str, Any]:
        """Open a visit; the answer is the same whatever the number."""
        body = {"kind": kind, "number": number, "place": place}
        return self._post("/visits", {**body, "consent": {"text_version": consent, "language": language}})

    def open_visit_by_reference(self, reference: str, place: str, language: str, consent: str) -> dict[str, Any]:
        """The same from a receipt's reference or QR: a shortcut for typing."""
        body = {"reference": reference, "place": place}
        return self._post("/visits", {**body, "consent": {"text_version": consent, "language": language}})

    def send_biometric(self, visit: str, finger: str, device: str, kind: str, sample: str) -> dict[str, Any]:
        """Pass a capture on; {match, names, birth_year} or {match: false, wait_seconds}."""
        body = {"finger": finger, "device": device, "format": kind, "sample": sample}
        return self._post(f"/visits/{visit}/biometric", body)

    def send_phone(self, visit: str, phone: str) -> dict[str, Any]:
        """Ask for the live code."""
        return self._post(f"/visits/{visit}/phone", {"phone": phone})

    def send_code(self, visit: str, code: str) -> dict[str, Any]:
        """Type the live code; {proven, enrolment}."""
        return self._post(f"/visits/{visit}/code", {"code": code})

    def attest(self, subject: Subject, claims: Claims) -> Outcome:
        """Sign once, send until answered: an activation, or a wish of who has an account."""
        portal_key = self._get(f"{ROOT}/keys", signed=False)["keys"][0]
        signed, jti = attestation(self._slug, self._audience, self._key, portal_key, subject, claims)
        try:
            body = self._post(
                "/wishes" if claims.wish else "/attestations", {"attestation": signed}, key=secrets.token_urlsafe(16)
            )
        except Unavailable as lost:
            lost.jti = jti
            raise
        return Outcome(str(body["outcome"]), jti, body)

    def outcome(self, jti: str) -> dict[str, Any]:
        """What came of an attestation whose answer was lost."""
        found: dict[str, Any] = self._get(f"{ROOT}/attestations/{jti}")
        return found

    def rotate(self, new: dict[str, Any], old_until: str = "") -> dict[str, Any]:
        """Replace my key by ``new``, which signs from now on: keep it before you call; {kid, old_kid, old_until}."""
        body = {"proof": key_proof(self._slug, self._audience, new)} | ({"old_until": old_until} if old_until else {})
        answer = self._post("/keys/rotation", body, key=secrets.token_urlsafe(16))
        self._key = new
        return answer

    def heartbeat(self, software: str, clock: str, *, tampered: bool, **equipped: str | bool) -> dict[str, Any]:
        """A kiosk reports, with ``reader`` and ``case_switch`` if it likes; {state, reasons, inspect_by, minimum_version}."""
        return self._post("/heartbeat", {"software": software, "clock": clock, "tampered": tampered, **equipped})

    def enrol(self, code: str) -> dict[str, Any]:
        """Bring my key under the operators' one-use code; {attestor, channel, kid, places}."""
        proof = key_proof(self._slug, self._audience, self._key)
        return self._post("/keys/first", {"attestor": self._slug, "code": code, "proof": proof})

    def places(self) -> list[dict[str, Any]]:
        """Where accounts are activated, all channels, with hours and coordinates."""
        found: list[dict[str, Any]] = self._get(f"{ROOT}/places")
        return found

    def activity(self) -> dict[str, Any]:
        """The attestor's own figures."""
        found: dict[str, Any] = self._get(f"{ROOT}/activity")
        return found

    def _post(self, path: str, body: dict[str, Any], key: str = "") -> dict[str, Any]:
        raw = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        answer: dict[str, Any] = self._call("POST", ROOT + path, raw, headers, TRIES if key else 1)
        return answer

    def _get(self, path: str, *, signed: bool = True) -> Any:
        return self._call("GET", path, b"", {}, TRIES, signed=signed)

    def _call(
        self, method: str, path: str, raw: bytes, headers: dict[str, str], tries: int, *, signed: bool = True
    ) -> Any:
        for left in reversed(range(tries)):
            if signed:
                token = call_token(self._slug, self._audience, self._key, method, path, raw)
                headers = {**headers, "Authorization": f"Attestor {token}"}
            try:
                return _read(self._client.request(method, path, content=raw, headers=headers))
            except Unavailable:
                if not left:
                    raise
            except httpx.HTTPError as error:
                if not left:
                    raise Unavailable(type(error).__name__) from error
            time.sleep(0.5)
        raise Unavailable("no answer")


def _read(answer: httpx.Response) -> Any:
    try:
        body = answer.json()
    except ValueError as error:
        raise Unavailable(f"status {answer.status_code}") from error
    kind = str(body.get("type", answer.status_code)) if answer.is_error else ""
    if answer.status_code in {502, 503, 504} or kind.endswith(IN_FLIGHT):
        raise Unavailable(kind)
    if answer.is_error:
        seconds = answer.headers.get("Retry-After", "")
        raise Problem(answer.status_code, body, int(seconds) if seconds.isdigit() else 0)
    return body
