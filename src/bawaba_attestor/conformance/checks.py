"""What is asked, and what the answer must be: a status and the problem's type, or the outcome."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from joserfc import jws

from bawaba_attestor.conformance.caller import Caller
from bawaba_attestor.conformance.forging import altered, later, signed_by_public_key, unsigned
from bawaba_attestor.keys import key_proof, new_key

ELSEWHERE = "https://elsewhere.example"
STRANGER = "401 not-authorised"
INVALID = "400 statement-invalid"


class AnotherAnswer(Exception):
    """The same bytes under the same key were answered in other words."""


@dataclass(frozen=True)
class Check:
    """One question."""

    name: str
    expects: str
    ask: Callable[[Caller], httpx.Response]


def _wrong_key(by: Caller, good: str) -> str:
    return altered(good, new_key() | {"kid": by.key["kid"]})


Forger = Callable[[Caller, str], str]
FORGED: tuple[tuple[str, str, Forger], ...] = (
    ("alg none", STRANGER, lambda by, good: unsigned(good)),
    ("alg HS256 under the public key", STRANGER, lambda by, good: signed_by_public_key(good, by.key)),
    ("another key under the same kid", STRANGER, _wrong_key),
    ("an unknown kid", STRANGER, lambda by, good: altered(good, by.key, {"kid": "unknown"})),
    ("a jku", INVALID, lambda by, good: altered(good, by.key, {"jku": f"{ELSEWHERE}/keys"})),
    ("another typ", INVALID, lambda by, good: altered(good, by.key, {"typ": "JWT"})),
    ("another aud", INVALID, lambda by, good: altered(good, by.key, aud=ELSEWHERE)),
    ("aud as a list", INVALID, lambda by, good: altered(good, by.key, aud=[by.audience])),
    ("an empty jti", INVALID, lambda by, good: altered(good, by.key, jti="")),
    ("expired", INVALID, lambda by, good: later(good, by.key, -200, -200)),
    ("iat a minute ahead", INVALID, lambda by, good: later(good, by.key, 60, 60)),
    ("a life too long", INVALID, lambda by, good: later(good, by.key, 0, 61)),
)


def _token(forge: Forger) -> Callable[[Caller], httpx.Response]:
    return lambda by: by.get(token=forge(by, by.token()))


def _statement(forge: Forger) -> Callable[[Caller], httpx.Response]:
    return lambda by: by.attest(forge(by, by.statement()))


def _used_twice(by: Caller) -> httpx.Response:
    token = by.token()
    by.get(token=token)
    return by.get(token=token)


def _sealed_to_another(by: Caller) -> httpx.Response:
    other = new_key()
    public = by.portal_key | {"x": other["x"], "y": other["y"]}
    return by.attest(by.statement(public))


def _same_again(by: Caller) -> httpx.Response:
    statement, key, first = by.accepted
    again = by.attest(statement, key)
    if again.content != first.content:
        raise AnotherAnswer
    return again


def _outcome(by: Caller) -> httpx.Response:
    return by.get(f"/attestations/{json.loads(jws.extract_compact(by.accepted[0].encode()).payload)['jti']}")


def _rotation(proof: Callable[[Caller], str]) -> Callable[[Caller], httpx.Response]:
    """A successor that must not be taken: nothing is changed by asking."""
    return lambda by: by.post("/keys/rotation", {"proof": proof(by)}, **{"Idempotency-Key": secrets.token_urlsafe(16)})


def _proof_by_another(by: Caller) -> str:
    other = new_key()
    return altered(key_proof(by.slug, by.audience, other), new_key() | {"kid": other["kid"]})


def _proof_with_private_half(by: Caller) -> str:
    key = new_key()
    return altered(key_proof(by.slug, by.audience, key), key, jwk=key)


BEAT = {"software": "0", "clock": "2026-01-01T00:00:00+00:00", "tampered": False}
VISIT = {"reference": "x", "place": "x", "consent": {"text_version": "x", "language": "en"}}
ATTESTED = {"attestation": "x"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CHECKS: tuple[Check, ...] = (
    Check("a good call", "200", lambda by: by.get()),
    Check("call: no token", STRANGER, lambda by: by.get(token="")),
    *(Check(f"call: {name}", expects, _token(forge)) for name, expects, forge in FORGED),
    Check("call: a token for another path", STRANGER, lambda by: by.get(token=by.token(path="/places"))),
    Check("call: a token for another method", STRANGER, lambda by: by.get(token=by.token("POST"))),
    Check("call: a token for another body", STRANGER, lambda by: by.get(token=by.token(body=b"{}"))),
    Check("call: a token used twice", STRANGER, _used_twice),
    Check("call: a visit, which is not for banks", "403 not-authorised", lambda by: by.post("/visits", VISIT)),
    Check("call: a heartbeat, which is for kiosks", "403 not-authorised", lambda by: by.post("/heartbeat", BEAT)),
    Check("successor: no proof", INVALID, _rotation(lambda by: "x")),
    Check("successor: a proof by another key", STRANGER, _rotation(_proof_by_another)),
    Check("successor: with its private half", INVALID, _rotation(_proof_with_private_half)),
    Check("successor: of another bank", INVALID, _rotation(lambda by: key_proof("another", by.audience, new_key()))),
    Check("successor: for another portal", INVALID, _rotation(lambda by: key_proof(by.slug, ELSEWHERE, new_key()))),
    Check(
        "successor: the same kid again", "409 kid-taken", _rotation(lambda by: key_proof(by.slug, by.audience, by.key))
    ),
    Check("body: no JSON", "400 json-invalid", lambda by: by.post("/attestations", b"{")),
    Check("body: a form", "415 content-type-unsupported", lambda by: by.post("/attestations", b"a=b", **FORM)),
    Check("body: an unknown member", "422 request-invalid", lambda by: by.post("/attestations", ATTESTED | {"x": 1})),
    Check("no Idempotency-Key", "400 idempotency-key-missing", lambda by: by.post("/attestations", ATTESTED)),
    *(Check(f"statement: {name}", expects, _statement(forge)) for name, expects, forge in FORGED),
    Check("statement: sealed to another key", INVALID, _sealed_to_another),
    Check("statement: nothing sealed", INVALID, _statement(lambda by, good: altered(good, by.key, personal={}))),
    Check(
        "statement: a kiosk's method", INVALID, _statement(lambda by, good: altered(good, by.key, method="fingerprint"))
    ),
    Check("a good statement, about nobody", "201 not_activated", lambda by: by.accepted[2]),
    Check("the same bytes under the same key", "201 not_activated", _same_again),
    Check(
        "another payload under the same key",
        "422 idempotency-key-reused",
        lambda by: by.attest(by.statement(), by.accepted[1]),
    ),
    Check("the same jti under another key", "409 attestation-replayed", lambda by: by.attest(by.accepted[0])),
    Check("the outcome by its jti", "200 not_activated", _outcome),
    Check("the outcome of a jti never sent", "404 attestation-unknown", lambda by: by.get("/attestations/never-sent")),
)
