"""Signed tokens of attestors: pinned algorithms and types, keys only from the attestor's registered set."""

import json
import math
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bawaba.core import clock
from bawaba.identity.attestation.lifecycle import IN_QUARANTINE
from bawaba.identity.attestation.models import Attestor
from bawaba.identity.attestation.moving import NoAttestor, attestor_named
from bawaba.identity.attestation.problems import bad_statement, unauthorised

SIGNING = ["ES256", "EdDSA", "Ed25519", "PS256"]
FORBIDDEN = {"jku", "x5u", "jwk", "x5c", "crit"}
REQUIRED = ("iss", "aud", "jti", "iat", "exp")


def attestor_of(token: str) -> Attestor:
    """Whoever the token says it is from, in whatever state; its signature is not yet checked."""
    try:
        claims = json.loads(jws.extract_compact(token.encode()).payload)
        slug = str(claims["iss"])
    except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise unauthorised("The token cannot be read.") from error
    try:
        found = attestor_named(slug if slug.isascii() else "")
    except NoAttestor as error:
        raise unauthorised("The attestor is unknown or closed.") from error
    if found.state not in ("open", *IN_QUARANTINE):
        raise unauthorised("The attestor is unknown or closed.")
    return found


def kid_of(token: str) -> Any:
    """Which key the token says it is signed by; None when it cannot be read."""
    try:
        return jws.extract_compact(token.encode()).headers().get("kid")
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def read_token(token: str, *, slug: str, jwk: dict[str, Any], kind: str, longest: timedelta) -> dict[str, Any]:
    """Verify signature, type, audience and times; the claims, or a problem."""
    header, claims = _verified(token, jwk)
    if header.get("typ") != kind or FORBIDDEN & set(header):
        raise bad_statement("The header's type or a forbidden header.")
    if any(name not in claims for name in REQUIRED) or claims["iss"] != slug:
        raise bad_statement("A required claim is missing.")
    if claims["aud"] != settings.BAWABA.public_url:
        raise bad_statement("The audience is not this portal.")
    if not isinstance(claims["jti"], str) or not 1 <= len(claims["jti"]) <= 64 or not claims["jti"].isprintable():
        raise bad_statement("jti is not a text of 1 to 64 characters.")
    _check_times(claims, longest, clock.now())
    return claims


def _verified(token: str, jwk: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        key = KeySet.import_key_set({"keys": [jwk]}).keys[0]
        signed = jws.deserialize_compact(token.encode(), key, algorithms=SIGNING)
        claims = json.loads(signed.payload)
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise unauthorised("The signature does not verify.") from error
    if signed.headers().get("kid") != jwk["kid"]:
        raise unauthorised("The key is not registered.")
    if not isinstance(claims, dict):
        raise bad_statement("The claims are not an object.")
    return signed.headers(), claims


def _check_times(claims: dict[str, Any], longest: timedelta, now: datetime) -> None:
    times = [claims[name] for name in ("iat", "exp")] + [claims.get("nbf", claims["iat"])]
    if not all(_is_moment(value) for value in times):
        raise bad_statement("A time is not a number of seconds.")
    issued, expires, not_before = times
    ahead = settings.LIMITS.attestation_ahead.total_seconds()
    if issued > now.timestamp() + ahead or not_before > now.timestamp() + ahead:
        raise bad_statement("Issued in the future.")
    if expires > issued + longest.total_seconds():
        raise bad_statement("It lives too long.")
    if expires <= now.timestamp():
        raise bad_statement("It has expired.")


def _is_moment(value: Any) -> bool:
    """JSON as Python reads it knows NaN, which is neither before nor after any moment."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value < 1e11
