"""The signed statement: one JWS around one JWE that holds everything personal (docs/api/attestors.md)."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from joserfc import jwe, jws
from joserfc.jwk import ECKey


@dataclass(frozen=True)
class Subject:
    """Whom the statement is about. ``phone_verified_at`` is when the phone was last proved."""

    kind: str
    number: str
    phone: str
    phone_verified_at: datetime
    birth_date: str = ""
    nationality: str = ""
    given_name: str = ""
    family_name: str = ""


@dataclass(frozen=True)
class Claims:
    """What an attestor states besides: method, place, and either a visit with its challenge or a customer reference."""

    method: str
    place: str
    visit: str = ""
    challenge: str = ""
    enrolment: str = ""
    customer_reference: str = ""
    operator: str = ""
    session: str = ""
    terms_version: str = ""
    language: str = "ar"
    wish: str = ""  # pause, resume, close: of a person whose account is there already
    evidence: list[dict[str, Any]] = field(default_factory=list)


def sign(claims: dict[str, Any], key: dict[str, Any], kind: str) -> str:
    """A compact JWS under ES256."""
    header = {"alg": "ES256", "typ": kind, "kid": key["kid"]}
    return jws.serialize_compact(header, json.dumps(claims).encode(), ECKey.import_key(key), algorithms=["ES256"])


def call_token(slug: str, audience: str, key: dict[str, Any], method: str, path: str, body: bytes) -> str:
    """The single-use token that goes with one call."""
    now = int(time.time())
    digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
    claims = {"iss": slug, "aud": audience, "iat": now, "exp": now + 60, "jti": secrets.token_urlsafe(16)}
    claims |= {"htm": method, "htu": path, "body": digest}
    return sign(claims, key, "client-auth+jwt")


def attestation(
    slug: str, audience: str, key: dict[str, Any], portal_key: dict[str, Any], subject: Subject, claims: Claims
) -> tuple[str, str]:
    """The signed statement and its jti."""
    now, jti = int(time.time()), secrets.token_urlsafe(16)
    stated = {name: value for name, value in vars(claims).items() if value and name != "evidence"}
    stated |= {"iss": slug, "aud": audience, "jti": jti, "iat": now, "nbf": now, "exp": now + 110}
    stated["personal"] = _sealed(subject, claims, slug, portal_key)
    return sign(stated, key, "account+jwt" if claims.wish else "activation+jwt"), jti


def _sealed(subject: Subject, claims: Claims, slug: str, portal_key: dict[str, Any]) -> str:
    personal = {
        "identifier": {"kind": subject.kind, "number": subject.number},
        "phone": subject.phone,
        "phone_verified_at": subject.phone_verified_at.isoformat(),
        "verified_claims": {
            "verification": {
                "trust_framework": "bawaba",
                "assurance_level": "2",
                "time": datetime.now(UTC).isoformat(),
                "evidence": claims.evidence,
                "verifier": {"organization": slug},
            },
            "claims": {
                "birthdate": subject.birth_date,
                "nationalities": [subject.nationality],
                "given_name": subject.given_name,
                "family_name": subject.family_name,
            },
        },
    }
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": portal_key["kid"]}
    public = ECKey.import_key(portal_key)
    return jwe.encrypt_compact(header, json.dumps(personal).encode(), public, algorithms=["ECDH-ES+A256KW", "A256GCM"])
