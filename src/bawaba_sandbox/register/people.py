"""A population that is the same for the same seed and day: citizens, families of residents, visitors, GCC citizens."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from random import Random
from typing import Any

from stdnum import luhn

from bawaba_sandbox.register.names import Pair, family, given

RIYADH = timezone(timedelta(hours=3))
RESIDENTS = ["JO", "SY", "LB", "EG", "IN", "PK", "BD", "PH"]
GULF = ["AE", "KW", "BH", "QA", "OM"]
VISITORS = ["DE", "FR", "IT", "EG", "IN", "JO"]
FINGERS = ["right_index", "left_index", "right_thumb", "left_thumb"]
STEP = 48_271_009  # coprime to the moduli: numbers are scattered and never meet


@dataclass
class Someone:
    """One person: the register's record, and what the rest of the sandbox knows of them."""

    record: dict[str, Any]
    phone: str | None = None
    violations: list[dict[str, Any]] = field(default_factory=list)
    vehicles: list[dict[str, Any]] = field(default_factory=list)


class Population:
    """Makes people one after the other."""

    def __init__(self, seed: int, today: date) -> None:
        """``today`` anchors every expiry."""
        self.seed, self.today = seed, today
        self._made = 1000  # the first thousand numbers belong to the cast

    def people(self, count: int) -> Iterator[Someone]:
        """At least ``count`` persons, whole families at a time."""
        made = 0
        while made < count:
            for someone in self._household():
                made += 1
                yield someone

    def _household(self) -> list[Someone]:
        random = Random(f"{self.seed}:{self._made}")
        draw = random.random()
        if draw < 0.45:
            return self._citizens(random)
        if draw < 0.80:
            return self._residents(random)
        return [self._guest(random, "visitor" if draw < 0.93 else "gcc_citizen")]

    def _citizens(self, random: Random) -> list[Someone]:
        name = family(random, "SA")
        head = self.person(random, "citizen", "SA", "male", age=random.randint(25, 80), family_name=name)
        members = [head]
        for _ in range(random.choice([0, 1, 1, 2, 3])):
            member = self.person(
                random, "citizen", "SA", random.choice(["male", "female"]), age=random.randint(1, 24), family_name=name
            )
            members.append(member)
        return related(members)

    def _residents(self, random: Random) -> list[Someone]:
        nationality = random.choice(RESIDENTS)
        name = family(random, nationality)
        head = self.person(random, "resident", nationality, "male", age=random.randint(23, 62), family_name=name)
        members = [head]
        if random.random() < 0.5:
            wife = self.person(random, "dependent", nationality, "female", age=random.randint(22, 55))
            members.append(wife)
            for _ in range(random.choice([0, 1, 2])):
                sex = random.choice(["male", "female"])
                child = self.person(random, "dependent", nationality, sex, age=random.randint(1, 19), family_name=name)
                members.append(child)
        return related(members)

    def _guest(self, random: Random, population: str) -> Someone:
        nationality = random.choice(GULF if population == "gcc_citizen" else VISITORS)
        return self.person(
            random, population, nationality, random.choice(["male", "female"]), age=random.randint(18, 75)
        )

    def person(
        self,
        random: Random,
        population: str,
        nationality: str,
        sex: str,
        *,
        age: int,
        family_name: Pair | None = None,
        number: int | None = None,
        **more: Any,
    ) -> Someone:
        """One person with documents, crossings, vehicles and violations that go together."""
        index = self._take(number)
        born = self.today - timedelta(days=age * 365 + random.randint(0, 364))
        kind, identifier = identifier_of(population, index)
        inside = population not in {"visitor", "gcc_citizen"} or random.random() < 0.8
        record = {
            "person_key": person_key(self.seed, index),
            "population": population,
            "identifiers": [{"kind": kind, "number": identifier, "current": True}],
            "names": _names(random, nationality, sex, family_name or family(random, nationality)),
            "birth_date": born.isoformat(),
            "birth_date_hijri": None,
            "sex": sex,
            "nationality": nationality,
            "alive": age < 70 or random.random() > 0.05,
            "blocked": random.random() < 0.005,
            "biometric": _biometric(random, age),
            "documents": self._documents(random, population, kind, identifier, index),
            "inside_country": inside,
            "crossings": self._crossings(random, population, inside),
            "head_of_household": None,
            "household": [],
        } | more
        someone = Someone(record)
        if age >= 18:
            someone.phone = f"+96650{index % 10_000_000:07d}"
            self._drive(random, someone, index)
        return someone

    def _take(self, number: int | None) -> int:
        if number is not None:
            return number
        self._made += 1
        return self._made

    def _documents(self, random: Random, population: str, kind: str, number: str, index: int) -> list[dict[str, str]]:
        expires = self.today + timedelta(days=random.choice([-40, 12, 60, 150, 400, 900, 1500]))
        far = self.today + timedelta(days=random.randint(200, 3000))
        found = [_document("passport", f"P{index:08d}"[:9], far)]
        if kind != "border_number":
            found.append(_document(kind, number, expires))
        if population == "visitor":
            found.append(_document("visa", f"{6_000_000_000 + index}", expires))
        return found

    def _crossings(self, random: Random, population: str, inside: bool) -> list[dict[str, Any]]:
        if population == "citizen" and random.random() < 0.6:
            return []
        moment = datetime.combine(self.today, time(9), RIYADH) - timedelta(days=random.randint(2, 40))
        port = {"ar": "مطار العاصمة", "en": "Capital airport"}
        found = [{"direction": "entry", "at": moment.isoformat(), "port": port}]
        if not inside:
            left = moment + timedelta(days=1)
            found.insert(0, {"direction": "exit", "at": left.isoformat(), "port": port})
        return found

    def _drive(self, random: Random, someone: Someone, index: int) -> None:
        if random.random() > 0.5:
            return
        plate = plate_of(index)
        someone.vehicles.append(
            {
                "plate": plate,
                "make": {"ar": "شاهين", "en": "Shaheen"},
                "model": "S2",
                "year": 2015 + index % 10,
                "colour": {"ar": "أبيض", "en": "White"},
                "registration_expires": (self.today + timedelta(days=random.randint(-30, 700))).isoformat(),
                "insurance_expires": (self.today + timedelta(days=random.randint(-30, 360))).isoformat(),
                "inspection_expires": (self.today + timedelta(days=random.randint(-30, 360))).isoformat(),
            }
        )
        for place in range(random.choice([0, 0, 1, 1, 2, 3])):
            status = random.choice(["unpaid", "unpaid", "paid"])
            someone.violations.append(violation(self.today, index * 10 + place, plate, random.randint(1, 200), status))


def identifier_of(population: str, index: int) -> tuple[str, str]:
    """The number of the index-th person: scattered, unique, with its check digit where one is published."""
    if population in {"visitor", "gcc_citizen"}:
        return "border_number", f"{'4' if population == 'gcc_citizen' else '3'}{index * STEP % 999_999_937:09d}"
    first = "1" if population == "citizen" else "2"
    body = f"{first}{index * STEP % 99_999_989:08d}"
    return ("national_id" if first == "1" else "iqama"), body + luhn.calc_check_digit(body)


def person_key(seed: int, index: int) -> str:
    """Opaque and stable."""
    raw = hashlib.sha256(f"person:{seed}:{index}".encode()).digest()
    return base64.b32encode(raw).decode().rstrip("=").lower()[:32]


def ridges(key: str, finger: str) -> str:
    """The pattern of a simulated finger: 256 bits that only this finger has."""
    return hashlib.sha256(f"finger:{key}:{finger}".encode()).hexdigest()


def plate_of(index: int) -> dict[str, str]:
    """Three letters that both alphabets have, and four digits."""
    arabic, latin = "ابحدرسصطعقكلمنهوى", "ABJDRSXTEGKLZNHUV"
    picks = [index % 17, index // 17 % 17, index // 289 % 17]
    digits = f"{index * 7919 % 10000:04d}"
    return {
        "ar": " ".join(arabic[p] for p in picks) + f" {digits}",
        "en": "".join(latin[p] for p in picks) + f" {digits}",
    }


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


def violation(
    today: date, number: int, plate: dict[str, str], days_ago: int, status: str, kind: int = -1
) -> dict[str, Any]:
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


def related(members: list[Someone]) -> list[Someone]:
    """Make one household of them, the first its head."""
    head = members[0].record
    for someone in members[1:]:
        if someone.record["population"] == "dependent":
            someone.record["head_of_household"] = head["person_key"]
    for someone in members:
        someone.record["household"] = [
            {
                "person_key": other.record["person_key"],
                "relation": "head" if other is members[0] else _relation(other.record),
                "names": other.record["names"],
                "birth_date": other.record["birth_date"],
            }
            for other in members
            if other is not someone
        ]
    return members


def _relation(record: dict[str, Any]) -> str:
    return "spouse" if record["birth_date"] < "2004" and record["sex"] == "female" else "child"


def _names(random: Random, nationality: str, sex: str, family_name: Pair) -> dict[str, dict[str, str]]:
    parts = [
        given(random, nationality, sex),
        given(random, nationality, "male"),
        given(random, nationality, "male"),
        family_name,
    ]
    keys = ("first", "father", "grandfather", "family")
    return {
        script: {key: pair[place] for key, pair in zip(keys, parts, strict=True)}
        for place, script in enumerate(("ar", "en"))
    }


def _biometric(random: Random, age: int) -> dict[str, Any]:
    on_file = age >= 6 and random.random() < 0.95
    exempt = not on_file and random.random() < 0.3
    return {"on_file": on_file, "exempt": exempt, "fingers": FINGERS if on_file else []}


def _document(kind: str, number: str, expires: date) -> dict[str, str]:
    issued = expires - timedelta(days=5 * 365)
    return {"type": kind, "number": number, "issued": issued.isoformat(), "expires": expires.isoformat()}
