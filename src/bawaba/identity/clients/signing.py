"""Signed tokens of the OpenID Provider: identity tokens and logout tokens, under keys of the installation's ring."""

import json
from functools import cache
from typing import Any

from authlib.oidc.core.util import create_half_hash
from django.conf import settings
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from bawaba.core import clock
from bawaba.identity.clients.ports import Issued, LoginElsewhere, Party
from bawaba.identity.clients.signing_keys import PURPOSES, known_keys, signing_key

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_LIFE = 120


def issuer() -> str:
    """Who we are, exactly as every token says it."""
    return str(settings.BAWABA.public_url)


def id_token(issued: Issued) -> str:
    """Who logged in, when, how surely. Nothing personal: that is read at UserInfo, where reading is an event."""
    login, now = issued.login, int(clock.now().timestamp())
    claims: dict[str, Any] = {
        "iss": issuer(),
        "sub": login.sub,
        "aud": login.party.slug,
        "iat": now,
        "exp": now + int(settings.LIMITS.openid_access_life.total_seconds()),
        "auth_time": int(login.proof.at.timestamp()),
        "acr": login.acr,
        "amr": list(login.proof.amr),
        "sid": login.sid,
        "at_hash": create_half_hash(issued.access, login.party.signed_with).decode(),
    }
    if login.nonce:
        claims["nonce"] = login.nonce
    return _signed(claims, login.party, "JWT")


def logout_token(login: LoginElsewhere) -> str:
    """OpenID Connect Back-Channel Logout: no nonce, and an event that nothing else carries."""
    now = int(clock.now().timestamp())
    claims = {
        "iss": issuer(),
        "sub": login.sub,
        "aud": login.party.slug,
        "iat": now,
        "exp": now + LOGOUT_LIFE,
        "jti": login.uuid.hex,
        "sid": login.sid,
        "events": {LOGOUT: {}},
    }
    return _signed(claims, login.party, "logout+jwt")


def hint_of(token: str, client: str | None) -> tuple[str, str] | None:
    """Client and sub of an identity token that we signed once, for this client; an old one will do. None for anything else."""
    try:
        keys = KeySet.import_key_set({"keys": known_keys()})
        signed = jws.deserialize_compact(token.encode(), keys, algorithms=list(PURPOSES))
        claims = json.loads(signed.payload)
        ours = signed.headers().get("typ") == "JWT" and claims["iss"] == issuer()
        if not ours or (client is not None and claims["aud"] != client):
            return None
        return str(claims["aud"]), str(claims["sub"])
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _signed(claims: dict[str, Any], party: Party, kind: str) -> str:
    algorithm = party.signed_with
    jwk = signing_key(algorithm)
    header = {"alg": algorithm, "kid": jwk["kid"], "typ": kind}
    return jwt.encode(header, claims, _private(json.dumps(jwk)), [algorithm])


@cache
def _private(jwk: str) -> ECKey | RSAKey:
    found = json.loads(jwk)
    return ECKey.import_key(found) if found["kty"] == "EC" else RSAKey.import_key(found)
