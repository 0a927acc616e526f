"""References that people read aloud: Crockford base32 in groups of four, the last character checks the rest."""

import re
import secrets

from bawaba.core.digits import normalise
from bawaba.core.text import Sentence, T

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 11  # 55 random bits; the twelfth character checks
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
MODULUS = 31  # prime, below the alphabet's 32: every single slip and every swap of neighbours is found

WRONG = T(
    "رقم المرجع غير صحيح. انسخه كما وصلك، مثل: 7K2M-9QXC-4T1D",
    en="This reference is not right. Copy it as you received it, like 7K2M-9QXC-4T1D",
)


class InvalidReference(Sentence):
    """Not a reference, or mistyped."""


def new_reference() -> str:
    """A new one, stored without hyphens."""
    body = "".join(secrets.choice(ALPHABET[:MODULUS]) for _ in range(LENGTH))
    return body + _check(body)


def parse_reference(text: str) -> str:
    """As typed, with or without hyphens, in any case; in its stored form."""
    plain = normalise(text[:40]).translate(READ_AS)
    if not re.fullmatch(f"[{ALPHABET[:MODULUS]}]{{{LENGTH + 1}}}", plain) or _check(plain[:-1]) != plain[-1]:
        raise InvalidReference(WRONG, "reference")
    return plain


def grouped(reference: str) -> str:
    """7K2M-9QXC-4T1D."""
    return "-".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def _check(body: str) -> str:
    total = sum((place + 1) * ALPHABET.index(character) for place, character in enumerate(body))
    return ALPHABET[total % MODULUS]
