"""Which public keys of others are registered here, to judge their signatures by."""

from collections.abc import Collection
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

RSA_BITS = 2048
MOST_KID = 64


class BadKey(ValueError):
    """No public key that may be registered; says why."""


def checked_key(jwk: Any, *, curves: Collection[str]) -> dict[str, Any]:
    """A public JWK with a kid: on one of the ``curves`` (P-256, Ed25519), or RSA of at least 2048 bits. BadKey."""
    try:
        key = KeySet.import_key_set({"keys": [jwk]}).keys[0]
    except (JoseError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise BadKey("not a JWK") from error
    if key.is_private:
        raise BadKey("public keys only")
    if not is_kid(jwk.get("kid")):
        raise BadKey(f"a kid of at most {MOST_KID} printable characters")
    if not _signs(key, curves):
        raise BadKey(f"{', '.join(curves)}, or RSA of at least {RSA_BITS} bits")
    return dict(jwk)


def is_kid(value: Any) -> bool:
    """Short and printable: it stands in rows and logs."""
    return isinstance(value, str) and 1 <= len(value) <= MOST_KID and value.isprintable()


def _signs(key: Any, curves: Collection[str]) -> bool:
    if isinstance(key, ECKey | OKPKey):
        return key.curve_name in curves
    return isinstance(key, RSAKey) and key.public_key.key_size >= RSA_BITS
