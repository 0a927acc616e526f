"""Read an attestation: the JWS of the attestor around one JWE to the portal that holds everything personal."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bawaba.core.identifiers import InvalidIdentifier, parse
from bawaba.core.phones import InvalidPhone, parse_mobile
from bawaba.identity.attestation.keys import key_of
from bawaba.identity.attestation.models import Attestor
from bawaba.identity.attestation.problems import bad_statement
from bawaba.identity.attestation.queries import STATED
from bawaba.identity.attestation.tokens import kid_of, read_token
from bawaba.journal.keys import keyring

KIND = "activation+jwt"
METHODS = {
    "kiosk": {"fingerprint"},
    "counter": {"document_check", "fingerprint"},
    "bank": {"online_banking", "atm", "phone_banking", "branch"},
}
BY_SOMEBODY = {"document_check", "branch"}  # "not you?" flags whoever worked in it (R9)


@dataclass(frozen=True)
class Personal:
    """What the nested JWE holds."""

    identifier_kind: str
    identifier: str
    phone: str
    phone_verified_at: datetime | None
    birth_date: date | None
    nationalities: tuple[str, ...]
    name: str


class Stated(Protocol):
    """What every signed statement of an attestor has, whatever it is about."""

    jti: str
    kid: str
    method: str
    place: str
    operator: str
    signed: str


@dataclass(frozen=True)
class Statement:
    """A verified attestation; ``kid`` is the key that signed it, empty where the portal's own desk states."""

    jti: str
    method: str
    place: str
    operator: str
    visit: UUID | None
    challenge: str
    use_enrolment: bool
    customer: str
    terms_version: str
    language: str
    personal: Personal
    signed: str
    kid: str = ""


def read_statement(signed: str, attestor: Attestor) -> Statement:
    """Verify, decrypt, and put into our words; raises a ChannelProblem that says what a developer must mend."""
    key = key_of(attestor, kid_of(signed))
    claims = read_token(signed, slug=attestor.slug, jwk=key.jwk, kind=KIND, longest=settings.LIMITS.attestation_life)
    if text_in(claims, "method") not in METHODS[attestor.channel]:
        raise bad_statement("The method is not one of this channel.")
    by_somebody = claims["method"] in BY_SOMEBODY or attestor.channel == "counter"
    if by_somebody and not claims.get("operator"):
        raise bad_statement("The operator is missing.")
    visit = visit_in(claims) if attestor.channel != "bank" else None
    return Statement(
        jti=text_in(claims, "jti"),
        method=text_in(claims, "method"),
        place=text_in(claims, "place").lstrip(STATED),
        operator=text_in(claims, "operator"),
        visit=visit,
        challenge=text_in(claims, "challenge"),
        use_enrolment=claims.get("enrolment") == "use",
        customer=text_in(claims, "customer_reference"),
        terms_version=text_in(claims, "terms_version"),
        language="en" if claims.get("language") == "en" else "ar",
        personal=_personal(claims.get("personal")),
        signed=signed,
        kid=key.kid,
    )


def encryption_keys() -> dict[str, list[dict[str, Any]]]:
    """The portal's public keys for the nested JWE, newest first."""
    return {"keys": [{**key, "use": "enc"} for key in keyring().public_jwks("channel")]}


def visit_in(claims: dict[str, Any]) -> UUID:
    """Which visit it is about."""
    try:
        return UUID(str(claims["visit"]))
    except (KeyError, ValueError) as error:
        raise bad_statement("The visit is missing.") from error


def _personal(token: Any) -> Personal:
    values = opened_personal(token)
    try:
        identifier = parse(values["identifier"]["kind"], values["identifier"]["number"])
        phone = parse_mobile(values["phone"], allowed=frozenset(settings.BAWABA.phone_countries.split(",")))
        claims = values.get("verified_claims", {}).get("claims", {})
        proven = values.get("phone_verified_at")
        return Personal(
            identifier_kind=identifier.kind,
            identifier=identifier.value,
            phone=phone,
            phone_verified_at=_moment(proven) if proven else None,
            birth_date=date.fromisoformat(claims["birthdate"]) if claims.get("birthdate") else None,
            nationalities=tuple(str(code) for code in claims.get("nationalities", ())),
            name=f"{claims.get('given_name', '')} {claims.get('family_name', '')}".strip(),
        )
    except (InvalidIdentifier, InvalidPhone) as error:
        raise bad_statement("The identifier or the phone is not valid.") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise bad_statement("The personal part is not as documented.") from error


def opened_personal(token: Any) -> dict[str, Any]:
    """What the nested JWE holds, as JSON has it."""
    if not isinstance(token, str):
        raise bad_statement("The personal part is missing.")
    keys = KeySet.import_key_set({"keys": keyring().private_jwks("channel")})
    try:
        opened = jwe.decrypt_compact(token, keys, algorithms=["ECDH-ES+A256KW", "A256GCM"])
        values = json.loads(opened.plaintext or b"")
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise bad_statement("The personal part cannot be decrypted.") from error
    if not isinstance(values, dict):
        raise bad_statement("The personal part is not an object.")
    return values


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


def text_in(claims: dict[str, Any], name: str) -> str:
    """At most 64 characters that can be printed; empty when it is missing."""
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > 64 or not value.isprintable():
        raise bad_statement(f"{name} is not a text of at most 64 characters.")
    return value
