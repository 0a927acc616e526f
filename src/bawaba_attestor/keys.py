"""Keys of an attestor: made where they are used, only the public half leaves."""

import secrets
from typing import Any

from joserfc.jwk import ECKey


def new_key() -> dict[str, Any]:
    """A private ES256 key as a JWK with a random kid."""
    return ECKey.generate_key("P-256", {"kid": secrets.token_hex(6), "use": "sig"}, private=True).as_dict(private=True)


def public_jwks(*keys: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the portal's operators load."""
    return {"keys": [{name: value for name, value in key.items() if name != "d"} for key in keys]}
