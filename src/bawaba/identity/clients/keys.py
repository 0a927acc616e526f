"""Public keys and secrets of relying parties: which are taken, and whether a caller has the other half."""

import json
import math
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bawaba.core import clock
from bawaba.core.secrets import same_code
from bawaba.identity.clients.models import SpentAssertion
from bawaba.identity.clients.ports import Party
from bawaba.identity.clients.signing import issuer
from bawaba.journal.keys import keyring
from bawaba.journal.prepared import insert_if_free

SIGNING = ["ES256", "PS256", "RS256"]
FORBIDDEN = {"jku", "x5u", "jwk", "x5c", "crit"}
MOST = 64
AHEAD = 10
COLUMN = "relying_party.secret"


class NotProven(Exception):
    """Whoever calls has not shown that it is this relying party."""


def secret_hash(slug: str, secret: str) -> bytes:
    """What is kept of a client secret: it is 256 random bits, so a keyed hash is enough, and cheap."""
    return keyring().blind_index(COLUMN, f"{slug}|{secret}")


def has_secret(party: Party, secret: str) -> bool:
    """In constant time, under every key that is still read."""
    told = keyring().blind_indexes(COLUMN, f"{party.slug}|{secret[:200]}")
    return party.secret is not None and any(same_code(party.secret, one) for one in told)


def issuer_claimed(assertion: str) -> str:
    """Whom it says it is from, unproven. NotProven."""
    try:
        return str(json.loads(jws.extract_compact(assertion.encode()).payload)["iss"])
    except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotProven("unreadable") from error


def prove_by_assertion(party: Party, assertion: str) -> None:
    """RFC 7523: signed by a registered key, for us alone, young, and never seen before. NotProven."""
    claims = _verified(party, assertion)
    if (
        claims.get("iss") != party.slug
        or claims.get("sub") != party.slug
        or claims.get("aud") not in (issuer(), [issuer()])
    ):
        raise NotProven("issuer, subject or audience")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 1 <= len(jti) <= MOST or not jti.isprintable():
        raise NotProven("jti")
    _spend(party, jti, _expiry(claims))


def _verified(party: Party, assertion: str) -> dict[str, Any]:
    try:
        kid = jws.extract_compact(assertion.encode()).headers().get("kid")
        jwk = next((one for one in party.keys if one["kid"] == kid), None)
        if jwk is None:
            raise NotProven("unknown key")
        key = KeySet.import_key_set({"keys": [dict(jwk)]}).keys[0]
        signed = jws.deserialize_compact(assertion.encode(), key, algorithms=SIGNING)
        claims = json.loads(signed.payload)
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NotProven("signature") from error
    if FORBIDDEN & set(signed.headers()) or not isinstance(claims, dict):
        raise NotProven("header")
    return claims


def _expiry(claims: dict[str, Any]) -> float:
    now, issued, expires = clock.now().timestamp(), claims.get("iat"), claims.get("exp")
    longest = settings.LIMITS.openid_assertion_life.total_seconds()
    if not _is_moment(expires) or expires <= now:
        raise NotProven("expired")
    if issued is not None and (not _is_moment(issued) or issued > now + AHEAD or expires > issued + longest):
        raise NotProven("times")
    if expires > now + longest + AHEAD:
        raise NotProven("lives too long")
    return float(expires)


def _spend(party: Party, jti: str, expires: float) -> None:
    if not insert_if_free(
        SpentAssertion(party_id=party.id, jti=jti, expires_at=datetime.fromtimestamp(expires, tz=UTC))
    ):
        raise NotProven("used before")


def _is_moment(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value < 1e11
