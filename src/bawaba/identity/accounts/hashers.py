"""Argon2id at 19 MiB, t=2, p=1 with a keyed pepper, and at most two hashes a core at once."""

import base64
import hashlib
import hmac
import os
import unicodedata
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

from bawaba.journal.keys import keyring

AT_ONCE = BoundedSemaphore(2 * (os.cpu_count() or 1))


class PepperedArgon2(Argon2PasswordHasher):
    """Django's default of 100 MiB takes fifteen times as long: a free denial of service (7-promises.md)."""

    algorithm = "argon2"
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash under the newest pepper, the same letters however a keyboard composes them (NIST SP 800-63B)."""
        plain = unicodedata.normalize("NFC", password)
        return _in_turn(lambda: super(PepperedArgon2, self).encode(_peppered(plain, keyring().peppers()[0]), salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Try the peppers, newest first; what was kept before texts were normalised is compared as it was typed, too."""
        texts = dict.fromkeys((unicodedata.normalize("NFC", password), password))
        return any(self._matches(text, encoded, pepper) for text in texts for pepper in keyring().peppers())

    def _matches(self, password: str, encoded: str, pepper: bytes) -> bool:
        return bool(_in_turn(lambda: super(PepperedArgon2, self).verify(_peppered(password, pepper), encoded)))


def hash_of_nobody() -> str:
    """What a name that nobody has is compared with: the same work as for somebody, and no password fits."""
    made = PepperedArgon2
    salt, digest = (base64.b64encode(bytes(size)).rstrip(b"=").decode() for size in (22, 32))
    cost = f"m={made.memory_cost},t={made.time_cost},p={made.parallelism}"
    return f"{made.algorithm}$argon2id$v=19${cost}${salt}${digest}"


def _peppered(password: str, pepper: bytes) -> str:
    return hmac.new(pepper, password.encode(), hashlib.sha256).hexdigest()


def _in_turn(work: Callable[[], Any]) -> Any:
    with AT_ONCE:
        return work()
