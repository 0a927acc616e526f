"""Service counters of the rehearsal: officers who attest in person, in two cities."""

from pathlib import Path
from typing import Any

from bawaba_attestor import public_jwks
from bawaba_sandbox.keys import kept_key

SLUG = "service-counters"
NAME = {"ar": "مكاتب الخدمة", "en": "Service counters"}
CAPITAL = {"ar": "العاصمة", "en": "Capital"}
COAST = {"ar": "المدينة الساحلية", "en": "Coast City"}
WORKING_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday")
PLACES: list[dict[str, Any]] = [
    {
        "slug": "capital-north",
        "name": {"ar": "مكتب شمال العاصمة", "en": "Capital North counter"},
        "city": CAPITAL,
        "hours": {"ar": "الأحد إلى الخميس 7:30-14:30", "en": "Sunday to Thursday 7:30-14:30"},
        "opens": dict.fromkeys(WORKING_DAYS, "07:30-14:30"),
        "latitude": 24.774,
        "longitude": 46.678,
    },
    {
        "slug": "capital-south",
        "name": {"ar": "مكتب جنوب العاصمة", "en": "Capital South counter"},
        "city": CAPITAL,
        "hours": {"ar": "الأحد إلى الخميس 7:30-21:00", "en": "Sunday to Thursday 7:30-21:00"},
        "opens": dict.fromkeys(WORKING_DAYS, "07:30-21:00"),
        "latitude": 24.581,
        "longitude": 46.741,
    },
    {
        "slug": "coast-harbour",
        "name": {"ar": "مكتب الميناء", "en": "Harbour counter"},
        "city": COAST,
        "hours": {"ar": "الأحد إلى الخميس 8:00-15:00", "en": "Sunday to Thursday 8:00-15:00"},
        "opens": dict.fromkeys(WORKING_DAYS, "08:00-15:00"),
        "latitude": 26.435,
        "longitude": 50.103,
    },
]


def described(folder: Path) -> dict[str, Any]:
    """For ``bawaba attestors load``; the key of the counters' tablets is made once."""
    return {"slug": SLUG, "channel": "counter", "name": NAME, "keys": public_jwks(key_in(folder)), "places": PLACES}


def key_in(folder: Path) -> dict[str, Any]:
    """The private key, for whoever plays an officer."""
    return kept_key(folder / "counters-key.json")
