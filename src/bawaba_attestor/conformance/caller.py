"""A bank with its key, which can also call as it should not."""

import json
import secrets
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import httpx

from bawaba_attestor.statement import Claims, Subject, attestation, call_token
from bawaba_attestor.tls import trusting

ROOT = "/channel/v1"
SECONDS = 10.0
# nobody: the number is well formed, and nobody of this birth date has it, so a portal that takes the statement activates nobody
NOBODY = {"kind": "national_id", "number": "1000000008", "phone": "+966500000000", "birth_date": "1900-01-01"}
CLAIMS = Claims(method="online_banking", place="conformance", customer_reference="conformance")


class Caller:
    """What it says is good unless it is handed something else to say."""

    def __init__(self, url: str, slug: str, key: dict[str, Any], transport: httpx.BaseTransport | None = None) -> None:
        """``url`` is the portal's public address, which is also the audience."""
        self.audience, self.slug, self.key = url.rstrip("/"), slug, key
        self._client = httpx.Client(base_url=self.audience, timeout=SECONDS, transport=transport, verify=trusting())

    def token(self, method: str = "GET", path: str = "/activity", body: bytes = b"") -> str:
        """A good one."""
        return call_token(self.slug, self.audience, self.key, method, ROOT + path, body)

    def get(self, path: str = "/activity", token: str | None = None) -> httpx.Response:
        """Signed, or with this token; with an empty one without any."""
        said = self.token("GET", path) if token is None else token
        return self._client.get(ROOT + path, headers={"Authorization": f"Attestor {said}"} if said else {})

    def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """Signed; ``body`` is bytes, or something to write as JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        said = {"Authorization": f"Attestor {self.token('POST', path, raw)}", "Content-Type": "application/json"}
        return self._client.post(ROOT + path, content=raw, headers=said | headers)

    def attest(self, statement: str, key: str = "") -> httpx.Response:
        """Under this Idempotency-Key, or one of its own."""
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
        return self.post("/attestations", {"attestation": statement}, **headers)

    def statement(self, portal_key: dict[str, Any] | None = None) -> str:
        """A good one about nobody; sealed to the portal's key, or to this one."""
        subject = Subject(**NOBODY, phone_verified_at=datetime.now(UTC), nationality="SA")
        sealed_to = portal_key or self.portal_key
        return attestation(self.slug, self.audience, self.key, sealed_to, subject, CLAIMS)[0]

    @cached_property
    def portal_key(self) -> dict[str, Any]:
        """The newest."""
        found: dict[str, Any] = self.get("/keys", token="").json()["keys"][0]
        return found

    @cached_property
    def accepted(self) -> tuple[str, str, httpx.Response]:
        """The one statement that the portal shall take: itself, its Idempotency-Key and the answer."""
        statement, key = self.statement(), secrets.token_urlsafe(16)
        return statement, key, self.attest(statement, key)
