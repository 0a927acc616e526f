"""Codes and handles from the system's generator, and their comparison in constant time."""

import hmac
import re
import secrets

from bawaba.core.digits import normalise
from bawaba.core.references import ALPHABET, READ_AS

OPENING_LENGTH = 16  # 16 characters of base32: 80 bits
RECOVERY_LENGTH = 12  # 60 bits


def new_six_digits() -> str:
    """A one-time code."""
    return f"{secrets.randbelow(1_000_000):06d}"


def new_handle() -> str:
    """128 random bits for a cookie or a QR code."""
    return secrets.token_urlsafe(16)


def new_opening_code() -> str:
    """80 random bits that open an account once, to be typed by hand."""
    return "".join(secrets.choice(ALPHABET) for _ in range(OPENING_LENGTH))


def new_recovery_code() -> str:
    """60 random bits that stand once for the second step of a log-in, to be kept on paper."""
    return "".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH))


def typed_opening_code(text: str) -> str:
    """As typed, in its one form; an empty text when it cannot be one."""
    return _typed(text, OPENING_LENGTH)


def typed_recovery_code(text: str) -> str:
    """As typed, in its one form; an empty text when it cannot be one."""
    return _typed(text, RECOVERY_LENGTH)


def typed_six_digits(text: str) -> str:
    """As typed, in its one form; an empty text when it cannot be one."""
    plain = normalise(text[:40])
    return plain if re.fullmatch(r"[0-9]{6}", plain) else ""


def _typed(text: str, length: int) -> str:
    plain = normalise(text[:60]).translate(READ_AS)
    return plain if re.fullmatch(f"[{ALPHABET}]{{{length}}}", plain) else ""


def same_code(one: bytes, other: bytes) -> bool:
    """Compare digests in constant time."""
    return hmac.compare_digest(one, other)
