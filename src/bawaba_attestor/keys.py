"""Keys of an attestor: made where they are used, only the public half leaves."""

import secrets
import time
from typing import Any

from joserfc.jwk import ECKey

from bawaba_attestor.statement import sign


def new_key() -> dict[str, Any]:
    """A private ES256 key as a JWK with a random kid."""
    return ECKey.generate_key("P-256", {"kid": secrets.token_hex(6), "use": "sig"}, private=True).as_dict(private=True)


def public_jwks(*keys: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the portal's operators load."""
    return {"keys": [{name: value for name, value in key.items() if name != "d"} for key in keys]}


def key_proof(slug: str, audience: str, key: dict[str, Any]) -> str:
    """The public half of a new key, signed by its private half."""
    now = int(time.time())
    claims = {"iss": slug, "aud": audience, "iat": now, "exp": now + 60, "jti": secrets.token_urlsafe(16)}
    return sign({**claims, "jwk": public_jwks(key)["keys"][0]}, key, "key-proof+jwt")
