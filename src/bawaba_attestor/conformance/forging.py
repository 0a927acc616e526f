"""What a careless or hostile caller sends: a good token or statement, changed in one place."""

import base64
import hashlib
import hmac
import json
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

ALGORITHM = ["ES256"]


def altered(good: str, key: dict[str, Any], header: dict[str, Any] | None = None, **claims: Any) -> str:
    """Signed again under ``key``, with other claims or members of the header."""
    read = jws.extract_compact(good.encode())
    said = json.loads(read.payload) | claims
    anything = jws.JWSRegistry(algorithms=ALGORITHM, strict_check_header=False)
    head = read.headers() | (header or {})
    return jws.serialize_compact(head, json.dumps(said), ECKey.import_key(key), registry=anything)


def later(good: str, key: dict[str, Any], issued: int, expires: int) -> str:
    """Its times moved by so many seconds; the library gave it 110 or 60 to live."""
    said = json.loads(jws.extract_compact(good.encode()).payload)
    start = said["iat"] + issued
    more = {"nbf": start} if "nbf" in said else {}
    return altered(good, key, iat=start, exp=said["exp"] + expires, **more)


def unsigned(good: str) -> str:
    """``alg: none``."""
    return f"{_beginning(good, 'none')}."


def signed_by_public_key(good: str, key: dict[str, Any]) -> str:
    """``alg: HS256`` with the public key, which everybody may know, as the secret."""
    beginning = _beginning(good, "HS256")
    secret = ECKey.import_key(key).as_pem(private=False)
    return f"{beginning}.{_encoded(hmac.new(secret, beginning.encode(), hashlib.sha256).digest())}"


def _beginning(good: str, algorithm: str) -> str:
    header = jws.extract_compact(good.encode()).headers() | {"alg": algorithm}
    return f"{_encoded(json.dumps(header).encode())}.{good.split('.')[1]}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
