"""Twenty violations, the same for the portal's register and for the peer's table."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

KINDS = [
    ("تجاوز السرعة المحددة", "Speeding"),
    ("قطع الإشارة الضوئية", "Running a red light"),
    ("الوقوف في مكان غير مخصص", "Parking where it is not allowed"),
    ("استخدام الجوال أثناء القيادة", "Using a phone while driving"),
]
PLACES = [("طريق الملك فهد", "King Fahd Road"), ("الدائري الشمالي", "Northern Ring"), ("طريق المطار", "Airport Road")]


def twenty() -> list[dict[str, Any]]:
    """As the register tells them (docs/api/register.md)."""
    start, found = datetime(2026, 1, 5, 9, 30, tzinfo=UTC), []
    for number in range(20):
        kind, place = KINDS[number % 4], PLACES[number % 3]
        found.append(
            {
                "number": f"V26{number:07d}",
                "plate": {"ar": f"أ ب ح {1000 + number}", "en": f"A B J {1000 + number}"},
                "kind": {"ar": kind[0], "en": kind[1]},
                "place": {"ar": place[0], "en": place[1]},
                "occurred_at": (start + timedelta(days=11 * number, minutes=17 * number)).isoformat(),
                "amount_halalas": 15_000 + 5_000 * (number % 5),
                "currency": "SAR",
                "status": ("unpaid", "paid", "objected")[number % 3],
                "objection_until": date(2026, 12, 31).isoformat(),
            }
        )
    return found
