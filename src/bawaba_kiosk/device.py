"""The device: its place, and its key, made on it; only the public half leaves."""

import json
import os
from pathlib import Path
from typing import Any

from bawaba_attestor import new_key, public_jwks

PLACE: dict[str, Any] = {  # a technician edits this where the device stands
    "slug": "market",
    "name": {"ar": "السوق الكبير، المدخل الشمالي", "en": "Grand Market, north entrance"},
    "city": {"ar": "العاصمة", "en": "Capital"},
    "hours": {"ar": "كل يوم 9:00-23:00", "en": "Daily 9:00-23:00"},
    "latitude": 24.7136,
    "longitude": 46.6753,
}


def device_key(path: Path) -> dict[str, Any]:
    """Read the key, or make it for the owner's eyes only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(new_key(), file)
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def described(slug: str, key: dict[str, Any]) -> dict[str, Any]:
    """For ``bawaba load_attestors``."""
    return {
        "slug": slug,
        "channel": "kiosk",
        "name": {"ar": "جهاز السوق الكبير", "en": "Grand Market kiosk"},
        "keys": public_jwks(key),
        "places": [PLACE],
    }
