"""Lock bytes under a passphrase: scrypt makes the key, AES-256-GCM seals; both from ``cryptography``."""

import base64
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

COST, BLOCKS, LANES = 2**17, 8, 1  # 128 MiB for a guess
LABEL = b"bawaba locked 1"
SHORTEST = 12


class WeakPassphrase(ValueError):
    """Shorter than SHORTEST characters."""


class WrongPassphrase(ValueError):
    """It does not open this, or the locked bytes were changed."""


def lock(passphrase: str, plaintext: bytes) -> bytes:
    """The locked form, a small JSON object; WeakPassphrase."""
    if len(passphrase) < SHORTEST:
        raise WeakPassphrase(f"a passphrase has at least {SHORTEST} characters")
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, plaintext, LABEL)
    parts = {"salt": salt, "nonce": nonce, "sealed": sealed}
    return json.dumps({name: base64.b64encode(raw).decode() for name, raw in parts.items()}).encode()


def unlock(passphrase: str, locked: bytes) -> bytes:
    """The plaintext; WrongPassphrase."""
    try:
        parts = {name: base64.b64decode(text) for name, text in json.loads(locked).items()}
        return AESGCM(_key(passphrase, parts["salt"])).decrypt(parts["nonce"], parts["sealed"], LABEL)
    except (InvalidTag, ValueError, KeyError, AttributeError, TypeError) as error:
        raise WrongPassphrase("the passphrase does not open it") from error


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=COST, r=BLOCKS, p=LANES).derive(passphrase.encode())
