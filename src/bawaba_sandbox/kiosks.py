"""The kiosks of the rehearsal, as the operators write them down; the device brings its key by itself."""

from typing import Any

SLUG = "kiosk-1"
DESCRIBED: dict[str, Any] = {
    "slug": SLUG,
    "channel": "kiosk",
    "name": {"ar": "جهاز السوق الكبير", "en": "Grand Market kiosk"},
    "places": [
        {
            "slug": "market",
            "name": {"ar": "السوق الكبير، المدخل الشمالي", "en": "Grand Market, north entrance"},
            "city": {"ar": "العاصمة", "en": "Capital"},
            "hours": {"ar": "كل يوم 9:00-23:00", "en": "Daily 9:00-23:00"},
            "opens": dict.fromkeys(
                ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "09:00-23:00"
            ),
            "latitude": 24.7136,
            "longitude": 46.6753,
        }
    ],
}
