"""Vehicles, insurance, inspections and violations of the synthetic population."""

from datetime import date, datetime, time, timedelta, timezone
from random import Random
from typing import Any

RIYADH = timezone(timedelta(hours=3))
Both = dict[str, str]
ARABIC, LATIN = "ابحدرسصطعقكلمنهوى", "ABJDRSXTEGKLZNHUV"
MAKES = [
    ({"ar": "شاهين", "en": "Shaheen"}, ("S2", "S4", "Tour")),
    ({"ar": "نجم", "en": "Najm"}, ("City", "Family")),
    ({"ar": "رمال", "en": "Rimal"}, ("4x4", "Pickup")),
]
COLOURS = [
    {"ar": "أبيض", "en": "White"},
    {"ar": "فضي", "en": "Silver"},
    {"ar": "أسود", "en": "Black"},
    {"ar": "أزرق", "en": "Blue"},
]
KINDS = [
    ({"ar": "تجاوز السرعة المحددة", "en": "Speeding"}, 150_00),
    ({"ar": "قطع الإشارة الحمراء", "en": "Running a red light"}, 300_00),
    ({"ar": "الوقوف في مكان ممنوع", "en": "Parking where it is forbidden"}, 100_00),
    ({"ar": "استخدام الجوال أثناء القيادة", "en": "Using a phone while driving"}, 500_00),
]
PLACES = [
    {"ar": "طريق الواحة، العاصمة", "en": "Oasis Road, Capital"},
    {"ar": "شارع الميناء، المدينة الساحلية", "en": "Harbour Street, Coast City"},
    {"ar": "الطريق الدائري الشرقي", "en": "Eastern Ring Road"},
]
INSPECTED_FROM = 3  # years: before that a new vehicle needs no inspection


def plate_of(index: int) -> Both:
    """Three letters that both alphabets have, and four digits; unique up to 49 million."""
    picks = [index % 17, index // 17 % 17, index // 289 % 17]
    digits = f"{index * 7919 % 10000:04d}"
    return {
        "ar": " ".join(ARABIC[p] for p in picks) + f" {digits}",
        "en": "".join(LATIN[p] for p in picks) + f" {digits}",
    }


def vehicle(random: Random, today: date, index: int) -> dict[str, Any]:
    """One vehicle; what it needs ends soon, has ended, or holds for long."""
    make, models = random.choice(MAKES)
    year = today.year - random.randint(0, 12)
    first_due = date(year + INSPECTED_FROM, 12, 31)
    plate = plate_of(index)
    return {
        "number": plate["en"].replace(" ", ""),
        "plate": plate,
        "seats": 5,
        "use": "private",
        "make": make,
        "model": random.choice(models),
        "year": year,
        "colour": random.choice(COLOURS),
        "registration_expires": _in_days(today, random.randint(-30, 700)),
        "insurance_expires": _in_days(today, random.randint(-30, 360)),
        "inspection_expires": max(first_due.isoformat(), _in_days(today, random.randint(-30, 360))),
    }


def violations(random: Random, today: date, index: int) -> list[dict[str, Any]]:
    """None for most, up to three, some of them paid."""
    plate = plate_of(index)
    return [
        violation(today, index * 10 + place, plate, random.randint(1, 200), random.choice(["unpaid", "unpaid", "paid"]))
        for place in range(random.choice([0, 0, 1, 1, 2, 3]))
    ]


def violation(today: date, number: int, plate: Both, days_ago: int, status: str, kind: int = -1) -> dict[str, Any]:
    """One traffic violation; an objection is possible within 30 days."""
    what, halalas = KINDS[number % len(KINDS) if kind < 0 else kind]
    day = today - timedelta(days=days_ago)
    moment = datetime.combine(day, time(7 + number % 12, number % 60), RIYADH)
    return {
        "number": f"9{number:011d}",
        "plate": plate,
        "kind": what,
        "place": PLACES[number % len(PLACES)],
        "occurred_at": moment.isoformat(),
        "amount_halalas": halalas,
        "currency": "SAR",
        "status": status,
        "objection_until": (day + timedelta(days=30)).isoformat(),
    }


def _in_days(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()
