"""Raw calls of the channel API, signed or not, for what the client library would never send."""

import json
import secrets
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from bawaba_attestor import Attestor, Claims, Subject
from bawaba_attestor.statement import _sealed, attestation, call_token

JSON = {"Content-Type": "application/json"}


class Absent(Enum):
    """A claim that is left out; its name is the same in every process."""

    NO_KEY = "no key"


NO_KEY = Absent.NO_KEY


def call(who: Attestor, method: str, path: str, body: Any = b"", **headers: str) -> httpx.Response:
    """A signed call; ``body`` is bytes, or something to write as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    token = call_token(who._slug, who._audience, who._key, method, path, raw)
    sent = {"Authorization": f"Attestor {token}", **(JSON if method == "POST" else {}), **headers}
    return who._client.request(method, path, content=raw, headers=sent)


def post(who: Attestor, path: str, body: Any = b"", **headers: str) -> httpx.Response:
    return call(who, "POST", f"/channel/v1{path}", body, **headers)


def stated(world: Any, bank: Attestor, slug: str, phone: str | None = None, **claims: Any) -> str:
    """A bank's signed statement about somebody of the cast; ``claims`` replace top-level ones."""
    one, record = world.cast[slug], world.person(slug)
    key = bank._get("/channel/v1/keys", signed=False)["keys"][0]
    subject = Subject(
        one["kind"],
        one["number"],
        phone or one["phone"],
        datetime.now(UTC),
        birth_date=record["birth_date"],
        nationality=record["nationality"],
        given_name=record["names"]["en"]["first"],
        family_name=record["names"]["en"]["family"],
    )
    said = Claims(method="online_banking", place="main", customer_reference="c-1")
    if not claims:
        return attestation(bank._slug, bank._audience, bank._key, key, subject, said)[0]
    now = int(datetime.now(UTC).timestamp())
    base = {"method": "online_banking", "place": "main", "iss": bank._slug, "aud": bank._audience, "iat": now}
    base |= {"nbf": now, "exp": now + 110, "jti": secrets.token_urlsafe(16)}
    base |= {"personal": _sealed(subject, said, bank._slug, key)} | claims
    header = base.pop("header", {})
    return signed({name: value for name, value in base.items() if value is not NO_KEY}, bank._key, header)


def kiosk_stated(world: Any, kiosk: Attestor, slug: str, visit: dict[str, Any], *, use: bool = True) -> str:
    """A kiosk's signed statement about a visit."""
    one = world.cast[slug]
    key = kiosk._get("/channel/v1/keys", signed=False)["keys"][0]
    subject = Subject(one["kind"], one["number"], visit["phone"], datetime.now(UTC))
    said = Claims(
        method="fingerprint",
        place="market",
        visit=visit["visit"],
        challenge=visit["challenge"],
        enrolment="use" if use else "discard",
        terms_version="2026-11",
    )
    return attestation(kiosk._slug, kiosk._audience, kiosk._key, key, subject, said)[0]


def signed(claims: dict[str, Any], key: dict[str, Any], header: dict[str, Any] | None = None) -> str:
    """ES256 under ``key``; ``header`` replaces members."""
    head = {"alg": "ES256", "typ": "activation+jwt", "kid": key["kid"], **(header or {})}
    registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    return jws.serialize_compact(head, json.dumps(claims).encode(), ECKey.import_key(key), registry=registry)


def send(who: Attestor, statement: str, key: str = "") -> httpx.Response:
    """POST an attestation under an Idempotency-Key of its own."""
    headers = {"Idempotency-Key": key or secrets.token_urlsafe(8)}
    return post(who, "/attestations", {"attestation": statement}, **headers)


def slug_of(answer: httpx.Response) -> str:
    """The problem's stable slug; fails when it is none."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text[:200]
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"].startswith("urn:bawaba:problem:")
    return str(body["type"].rpartition(":")[2])
