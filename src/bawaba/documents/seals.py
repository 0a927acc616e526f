"""Sealed payloads in the manner of ICAO VDS-NC: JSON that a verifier must show, signed with ECDSA P-256."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey

from bawaba.journal.keys import keyring

MARK = "BWB1"
HALF = 32
LONGEST = 4_000  # more than a QR code holds
MARK_BYTES = 12
Jwk = dict[str, Any]


class BadSeal(ValueError):
    """Not a seal of this installation, or changed."""


class UnknownKey(BadSeal):
    """Sealed under a key that is not known here: another's, or newer than what a verifier has kept."""


@dataclass(frozen=True)
class Sealed:
    """What a seal says; ``mark`` is its name in the published list."""

    kid: str
    shown: dict[str, Any]
    mark: str


def seal_text(shown: dict[str, Any]) -> str:
    """``BWB1.kid.payload.signature``, base64url: short enough for a QR code that a phone reads."""
    jwk = keyring().private_jwks("seal")[0]
    payload = _b64(json.dumps(shown, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())
    signed = f"{MARK}.{jwk['kid']}.{payload}"
    private = ECKey.import_key(jwk).get_op_key("sign")
    r, s = decode_dss_signature(private.sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"{signed}.{_b64(r.to_bytes(HALF, 'big') + s.to_bytes(HALF, 'big'))}"


def read_seal(text: str, known: Sequence[Jwk] | None = None) -> Sealed:
    """Check the signature under any published key, or under those that a verifier has kept; BadSeal."""
    parts = text.strip()[: LONGEST + 1].split(".")
    if len(parts) != 4 or parts[0] != MARK:
        raise BadSeal("not a seal")
    keys = {jwk["kid"]: jwk for jwk in (published_keys() if known is None else known)}
    if parts[1] not in keys:
        raise UnknownKey(parts[1])
    try:
        raw = _raw(parts[3])
        if len(raw) != 2 * HALF:
            raise BadSeal("changed")
        signature = encode_dss_signature(int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big"))
        public = ECKey.import_key(keys[parts[1]]).get_op_key("verify")
        public.verify(signature, ".".join(parts[:3]).encode(), ec.ECDSA(SHA256()))
        return Sealed(parts[1], json.loads(_raw(parts[2])), mark_of(text.strip()))
    except (InvalidSignature, ValueError) as error:
        raise BadSeal("changed") from error


def mark_of(text: str) -> str:
    """A short hash of what was signed: without the signature, which can be written in two ways."""
    signed = text.rpartition(".")[0]
    return _b64(hashlib.sha256(signed.encode()).digest()[:MARK_BYTES])


def published_keys() -> list[Jwk]:
    """Public halves of every key that ever sealed here, newest first."""
    return keyring().public_jwks("seal")


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    """Only the one spelling that we write: lenient decoding would let a changed character pass."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _b64(raw) != text:
        raise ValueError("not as written")
    return raw
