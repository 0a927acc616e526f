"""The banks, their keys, and which customer a credential opens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bawaba_attestor import Attestor, public_jwks
from bawaba_sandbox.config import Config
from bawaba_sandbox.keys import kept_key


@dataclass(frozen=True)
class Bank:
    """One bank."""

    slug: str
    ar: str
    en: str
    colour: str
    city: tuple[str, str]
    at: tuple[float, float]


BANKS = {
    bank.slug: bank
    for bank in (
        Bank("palm-bank", "بنك النخلة", "Bank of the Palm", "#23553f", ("العاصمة", "Capital"), (24.711, 46.674)),
        Bank(
            "coast-bank", "بنك الساحل", "Gulf Coast Bank", "#22407a", ("المدينة الساحلية", "Coast City"), (26.42, 50.09)
        ),
        Bank("desert-trust", "أمانة الصحراء", "Desert Trust", "#7a3b1d", ("العاصمة", "Capital"), (24.69, 46.71)),
    )
}


@dataclass
class Proof:
    """A customer who was let in, and the code sent to the phone that the bank knows."""

    person_key: str
    method: str
    code: str
    sent_at: datetime
    phone: str = ""  # a new one, which the bank is about to know
    tries: int = 0
    proven_at: datetime | None = None


class Banks:
    """Keys on disk, proofs in memory."""

    def __init__(self, config: Config) -> None:
        """Keys are made once; each bank has one line to the portal."""
        self._keys = {slug: kept_key(config.folder / f"bank-{slug}.json") for slug in BANKS}
        self.attestors = {slug: Attestor(config.portal, slug, key) for slug, key in self._keys.items()}
        self.proofs: dict[str, Proof] = {}

    def described(self) -> list[dict[str, Any]]:
        """For ``bawaba attestors load``: names, public keys, places."""
        return [_described(bank, self._keys[slug]) for slug, bank in BANKS.items()]

    def begin(self, person_key: str, method: str, phone: str = "") -> tuple[str, Proof]:
        """A new proof under a random handle; ``phone`` only where it is another than the one on file."""
        handle = secrets.token_urlsafe(16)
        code = f"{secrets.randbelow(1_000_000):06d}"
        self.proofs[handle] = Proof(person_key, method, code, datetime.now(UTC), phone)
        return handle, self.proofs[handle]


def right_secret(person_key: str, slug: str | None, given: str) -> bool:
    """Password and PIN: demo-<name> for the cast, else the last six of the hash that the start page prints."""
    wanted = f"demo-{slug}" if slug else pin_of(person_key)
    return any(secrets.compare_digest(given.encode(), one.encode()) for one in (wanted, pin_of(person_key)))


def pin_of(person_key: str) -> str:
    """Four digits."""
    return f"{int(hashlib.sha256(f'pin:{person_key}'.encode()).hexdigest(), 16) % 10_000:04d}"


def _described(bank: Bank, key: dict[str, Any]) -> dict[str, Any]:
    place = {
        "slug": "main",
        "name": {"ar": f"{bank.ar}، الفرع الرئيس", "en": f"{bank.en}, main branch"},
        "city": {"ar": bank.city[0], "en": bank.city[1]},
        "hours": {"ar": "الأحد إلى الخميس 9:00-16:00", "en": "Sunday to Thursday 9:00-16:00"},
        "opens": dict.fromkeys(("sunday", "monday", "tuesday", "wednesday", "thursday"), "09:00-16:00"),
        "latitude": bank.at[0],
        "longitude": bank.at[1],
    }
    return {
        "slug": bank.slug,
        "channel": "bank",
        "name": {"ar": bank.ar, "en": bank.en},
        "keys": public_jwks(key),
        "places": [place],
    }
