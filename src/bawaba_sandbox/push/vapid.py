"""Who signs for a nudge (RFC 8292), read by a library: the key that the browser named, for this service, and for a day at most."""

import base64
import re
import time

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

HEADER = re.compile(r"vapid t=([\w.-]+), ?k=([\w-]+)")
DAY = 86400


class NotSigned(Exception):
    """Nobody whom we know says so."""


def signer(header: str, audience: str) -> str:
    """The public key of whoever signed, in base64url; NotSigned."""
    found = HEADER.fullmatch(header)
    if found is None:
        raise NotSigned("no VAPID header")
    try:
        said = jwt.decode(found[1], _key(found[2]), algorithms=["ES256"]).claims
    except (JoseError, ValueError) as error:
        raise NotSigned("not that key's signature") from error
    if said.get("aud") != audience:
        raise NotSigned("for another service")
    if not time.time() < float(said.get("exp", 0)) <= time.time() + DAY:
        raise NotSigned("over, or too far ahead")
    return found[2]


def _key(point: str) -> ECKey:
    raw = base64.urlsafe_b64decode(point + "=" * (-len(point) % 4))
    EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw)  # ValueError: not on the curve
    x, y = (base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in (raw[1:33], raw[33:]))
    return ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y})
