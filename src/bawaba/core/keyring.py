"""Every key of an installation in one file outside the database; first of a purpose is the newest, the rest are read only."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc.jwk import ECKey, RSAKey

SYMMETRIC = ("django", "kek", "pepper", "code", "index", "value")
ELLIPTIC = ("channel", "seal", "openid", "push")
RSA = ("openid_rsa",)
RSA_BITS = 2048
PUBLIC = {"kty", "kid", "crv", "x", "y", "n", "e"}
NONCE = 12
ALWAYS = "2000-01-01T00:00:00+00:00"  # of a key that was made before keys had a moment
Entry = dict[str, Any]


class CannotOpen(ValueError):
    """The sealed value was changed, moved, or sealed under a key that is gone."""


class Keyring:
    """Keys by purpose. ``made_by`` "demo" marks what ``check --deploy`` refuses."""

    def __init__(self, entries: Mapping[str, list[Entry]]) -> None:
        """``entries``: purpose to list of {kid, key or jwk, made_by}."""
        self._entries = dict(entries)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file."""
        return cls(json.loads(path.read_text()))

    @classmethod
    def generate(cls, made_by: str = "operator") -> Self:
        """A new ring with one key a purpose."""
        ring = cls({})
        for purpose in (*SYMMETRIC, *ELLIPTIC, *RSA):
            ring.rotate(purpose, made_by)
        return ring

    def rotate(self, purpose: str, made_by: str = "operator", signs_from: datetime | None = None) -> str:
        """Put a new key in front, and return its id; the old ones still open what they sealed.

        ``signs_from``: of a purpose whose keys are published before they sign.
        """
        kid = secrets.token_hex(4)
        if purpose in ELLIPTIC:
            curve = ECKey.generate_key("P-256", {"kid": kid}, private=True)
            entry: Entry = {"kid": kid, "jwk": curve.as_dict(private=True), "made_by": made_by}
        elif purpose in RSA:
            rsa = RSAKey.generate_key(RSA_BITS, {"kid": kid}, private=True)
            entry = {"kid": kid, "jwk": rsa.as_dict(private=True), "made_by": made_by}
        else:
            entry = {"kid": kid, "key": _b64(os.urandom(32)), "made_by": made_by}
        if signs_from is not None:
            entry["signs_from"] = signs_from.isoformat()
        self._entries[purpose] = [entry, *self._entries.get(purpose, [])]
        return kid

    def mark_compromised(self, purpose: str) -> None:
        """All that there are of a purpose: they stay in the ring, for backups name them, and count for nothing more."""
        for entry in self._entries[purpose]:
            entry["compromised"] = True

    def save(self, path: Path) -> None:
        """Write for the owner's eyes only, whole: whoever reads meanwhile reads the ring of before."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(self._entries, file, indent=1)
        if path.exists() and (was := path.stat()).st_uid != os.geteuid():
            os.chown(beside, was.st_uid, was.st_gid)  # an operator who is root leaves it to the portal's own user
        beside.replace(path)

    def made_by(self) -> set[str]:
        """Who made the keys."""
        return {entry.get("made_by", "") for entries in self._entries.values() for entry in entries}

    def names(self) -> dict[str, dict[str, str]]:
        """Every key by purpose: its id and its fingerprint, which reveals nothing of it."""
        return {
            purpose: {
                entry["kid"]: fingerprint(json.dumps(entry.get("jwk", entry.get("key")), sort_keys=True).encode())
                for entry in entries
            }
            for purpose, entries in self._entries.items()
        }

    def secret(self, purpose: str) -> str:
        """The newest key as text."""
        return str(self._entries[purpose][0]["key"])

    def peppers(self) -> list[bytes]:
        """Keys of the passwords' pepper, newest first."""
        return self._keys("pepper")

    def blind_index(self, column: str, value: str) -> bytes:
        """HMAC-SHA-256 under the column's own newest key."""
        return self.blind_indexes(column, value)[0]

    def blind_indexes(self, column: str, value: str) -> list[bytes]:
        """The same under every key that is still read, newest first."""
        return [hmac.digest(_derived(key, column), value.encode(), "sha256") for key in self._keys("index")]

    def code_hmac(self, purpose: str, subject: str, text: str) -> bytes:
        """What the database keeps of a code: useless without this key."""
        return hmac.digest(self._keys("code")[0], f"{purpose}|{subject}|{text}".encode(), "sha256")

    def wrap_key(self, data_key: bytes, label: bytes) -> bytes:
        """A data key under the newest key-encryption key, tied to its label."""
        entry = self._entries["kek"][0]
        return bytes.fromhex(entry["kid"]) + seal(_raw(entry), entry["kid"], label, data_key)

    def unwrap_key(self, wrapped: bytes, label: bytes) -> bytes:
        """The data key again, whichever key wrapped it."""
        return open_sealed(self._by_kid("kek", wrapped[:4].hex()), wrapped[:4].hex(), label, wrapped[4:])

    def seal_value(self, purpose: str, row: bytes, text: str) -> bytes:
        """Seal a value that belongs to nobody's key (a session): tied to its purpose and row."""
        entry = self._entries["value"][0]
        key = _derived(_raw(entry), purpose)
        return bytes.fromhex(entry["kid"]) + seal(key, entry["kid"], purpose.encode() + row, text.encode())

    def open_value(self, purpose: str, row: bytes, sealed: bytes) -> str:
        """Open what ``seal_value`` made."""
        kid = sealed[:4].hex()
        key = _derived(self._by_kid("value", kid), purpose)
        return open_sealed(key, kid, purpose.encode() + row, sealed[4:]).decode()

    def private_jwks(self, purpose: str) -> list[Entry]:
        """Private keys of a purpose that signs, newest first."""
        return [dict(entry["jwk"]) for entry in self._entries[purpose]]

    def dated_jwks(self, purpose: str) -> list[tuple[Entry, datetime]]:
        """Private keys of a purpose that are not compromised, newest first, each with the moment from which it signs."""
        return [
            (dict(one["jwk"]), datetime.fromisoformat(one.get("signs_from", ALWAYS)))
            for one in self._entries[purpose]
            if not one.get("compromised")
        ]

    def public_jwks(self, purpose: str) -> list[Entry]:
        """Their public halves."""
        return [public_half(jwk) for jwk in self.private_jwks(purpose)]

    def _keys(self, purpose: str) -> list[bytes]:
        return [_raw(entry) for entry in self._entries[purpose]]

    def _by_kid(self, purpose: str, kid: str) -> bytes:
        for entry in self._entries[purpose]:
            if entry["kid"] == kid:
                return _raw(entry)
        raise CannotOpen(f"no {purpose} key {kid}")


def public_half(jwk: Entry) -> Entry:
    """Of a private key."""
    return {name: value for name, value in jwk.items() if name in PUBLIC}


def seal(key: bytes, kid: str, place: bytes, plaintext: bytes) -> bytes:
    """AES-256-GCM with table, column, row and key id as additional data."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, place + b"|" + kid.encode())


def open_sealed(key: bytes, kid: str, place: bytes, sealed: bytes) -> bytes:
    """The plaintext, or CannotOpen when anything differs from when it was sealed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place + b"|" + kid.encode())
    except InvalidTag as error:
        raise CannotOpen("sealed for another place, or changed") from error


@cache
def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(entry: Entry) -> bytes:
    return _decoded(str(entry["key"]))


@cache
def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def fingerprint(raw: bytes) -> str:
    """Short name of some bytes, for manifests."""
    return hashlib.sha256(raw).hexdigest()[:16]
