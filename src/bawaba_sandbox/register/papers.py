"""Documents and border crossings of the synthetic population, each as old as its kind can be."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from bawaba_sandbox.register.traffic import RIYADH

CARD_FROM, LICENCE_FROM = 15, 18  # years of age
LIFE = {
    "national_id": 3650,
    "iqama": 730,
    "visa": 365,
    "passport": 3650,
    "driving_licence": 3650,
    "firearm_licence": 1825,
}
SOON = (-40, 12, 25, 60)  # ended, or ends soon
LATER = {
    "national_id": (150, 400, 900, 1500, 2600, 3300),
    "iqama": (90, 150, 300, 600),
    "visa": (30, 80, 170, 300),
    "passport": (200, 700, 1500, 2900),
    "driving_licence": (150, 700, 1500, 2900),
}
PORTS = [
    {"ar": "مطار العاصمة", "en": "Capital airport"},
    {"ar": "مطار المدينة الساحلية", "en": "Coast City airport"},
    {"ar": "جسر الخليج", "en": "Gulf causeway"},
]
Document = dict[str, str]


def documents(random: Random, today: date, kind: str, number: str, index: int, age: int) -> list[Document]:
    """Passport, card or permit, licence; a child of a citizen has no card yet."""
    found = []
    if kind != "national_id" or random.random() < 0.7:
        found.append(_document(random, today, "passport", f"P{index:08d}"))
    if kind == "iqama" or (kind == "national_id" and age >= CARD_FROM):
        found.append(_document(random, today, kind, number))
    if kind != "border_number" and age >= LICENCE_FROM and random.random() < 0.6:
        found.append(_document(random, today, "driving_licence", number))
    return found


def visa(random: Random, today: date, index: int, *, inside: bool) -> Document:
    """A visit visa; few people stay on after it has ended."""
    days = random.choice(LATER["visa"]) if inside and random.random() < 0.97 else random.choice(SOON)
    return dated(today, "visa", f"{6_000_000_000 + index}", days)


def crossings(random: Random, today: date, population: str, *, inside: bool) -> list[dict[str, Any]]:
    """The last journey, newest first; many citizens have made none."""
    if population == "citizen" and random.random() < 0.6:
        return []
    moment = datetime.combine(today, time(random.randint(5, 22), random.randint(0, 59)), RIYADH)
    moment -= timedelta(days=random.randint(3, 40))
    found = [_crossing(random, "entry", moment)]
    if not inside:
        found.insert(0, _crossing(random, "exit", moment + timedelta(days=random.randint(1, 2))))
    return found


def dated(today: date, kind: str, number: str, days: int) -> Document:
    """A document that ends in so many days."""
    expires = today + timedelta(days=days)
    issued = min(expires - timedelta(days=LIFE[kind]), today - timedelta(days=1))
    return {"type": kind, "number": number, "issued": issued.isoformat(), "expires": expires.isoformat()}


def _document(random: Random, today: date, kind: str, number: str) -> Document:
    days = random.choice(SOON) if kind != "passport" and random.random() < 0.35 else random.choice(LATER[kind])
    return dated(today, kind, number, days)


def _crossing(random: Random, direction: str, moment: datetime) -> dict[str, Any]:
    return {"direction": direction, "at": moment.isoformat(), "port": random.choice(PORTS)}
