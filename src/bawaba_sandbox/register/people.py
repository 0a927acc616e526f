"""A population that is the same for the same seed and day: citizens, families of residents, visitors, GCC citizens."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from bawaba_sandbox.register.names import Pair, family, given
from bawaba_sandbox.register.numbers import MOST, identifier_of, person_key, phone_of
from bawaba_sandbox.register.papers import crossings, documents, visa
from bawaba_sandbox.register.traffic import vehicle, violations

RESIDENTS = ["JO", "SY", "LB", "EG", "IN", "PK", "BD", "PH"]
GULF = ["AE", "KW", "BH", "QA", "OM"]
VISITORS = ["DE", "FR", "IT", "EG", "IN", "JO"]
NOBODY = "nobody"  # whose fingers are compared for those who have none on file
FINGERS = ["right_index", "left_index", "right_thumb", "left_thumb"]
GUESTS = {"visitor", "gcc_citizen"}
ADULT = 18
YOUNGEST_PARENT = 20
OLDEST_CHILD = {"citizen": 24, "dependent": 20}
OLD = 70
Lineage = tuple[Pair, Pair, Pair]
GUARDIAN = {"ar": "ولي بقرار محكمة", "en": "Guardian by order of a court"}
REPRESENTATIVE = {"ar": "ممثل عيّنته محكمة", "en": "Representative appointed by a court"}


@dataclass
class Someone:
    """One person: the register's record, and what the rest of the sandbox knows of them."""

    index: int
    record: dict[str, Any]
    phone: str | None = None
    violations: list[dict[str, Any]] = field(default_factory=list)
    vehicles: list[dict[str, Any]] = field(default_factory=list)
    noted: dict[str, Any] = field(default_factory=dict)  # further topics on which something was noted


@dataclass(frozen=True)
class Sketch:
    """What is decided of a person before anything is drawn; ``lineage`` is father, grandfather, family name."""

    population: str
    nationality: str
    sex: str
    age: int
    lineage: Lineage | None = None


class Population:
    """Makes people one after the other."""

    def __init__(self, seed: int, today: date) -> None:
        """``today`` anchors every expiry."""
        self.seed, self.today = seed, today
        self._made = 1000  # the first thousand numbers belong to the cast

    def people(self, count: int) -> Iterator[Someone]:
        """At least ``count`` persons, whole families at a time."""
        if count > MOST - 1100:
            raise ValueError(f"at most {MOST - 1100} persons: numbers beyond are kept for rehearsals")
        made = 0
        while made < count:
            for someone in self._household():
                made += 1
                yield someone

    def _household(self) -> list[Someone]:
        random = Random(f"{self.seed}:{self._made}")
        draw = random.random()
        if draw < 0.45:
            return self._family(random, "citizen", "citizen", "SA")
        if draw < 0.80:
            return self._family(random, "resident", "dependent", random.choice(RESIDENTS))
        return [self._guest(random, "visitor" if draw < 0.93 else "gcc_citizen")]

    def _family(self, random: Random, head: str, others: str, nationality: str) -> list[Someone]:
        """A head, for many a wife, and the children that their ages allow."""
        oldest = 85 if head == "citizen" else 62
        age = random.randint(23, oldest)
        father = self.person(random, Sketch(head, nationality, "male", age))
        members, relations = [father], ["head"]
        if random.random() < (0.7 if head == "citizen" else 0.5):
            wife_age = max(YOUNGEST_PARENT, min(age, 60) - random.randint(0, 8))
            members.append(self.person(random, Sketch(others, nationality, "female", wife_age)))
            relations.append("spouse")
            for _ in range(_children(random, wife_age)):
                members.append(self._child(random, father, others, nationality, wife_age))
                relations.append("child")
        related(members, relations)
        self._represent(members)
        return members

    def _represent(self, members: list[Someone]) -> None:
        """An old head whose grown child a court has appointed: drawn apart, so that everybody stays who they were."""
        grown = [one for one in members[1:] if one.record["birth_date"] <= born(self.today, ADULT, 0).isoformat()]
        random = Random(f"ties:{self.seed}:{members[0].index}")
        if grown and members[0].record["birth_date"] <= born(self.today, OLD, 0).isoformat() and random.random() < 0.3:
            tie(grown[-1], members[0], REPRESENTATIVE, self.today, ("passports", "civil_affairs"), days=400)

    def _child(self, random: Random, father: Someone, population: str, nationality: str, mother_age: int) -> Someone:
        names = [father.record["names"][script] for script in ("ar", "en")]
        first, grandfather, family_name = ((names[0][key], names[1][key]) for key in ("first", "father", "family"))
        age = random.randint(0, min(mother_age - YOUNGEST_PARENT, OLDEST_CHILD[population]))
        sex, lineage = random.choice(["male", "female"]), (first, grandfather, family_name)
        return self.person(random, Sketch(population, nationality, sex, age, lineage))

    def _guest(self, random: Random, population: str) -> Someone:
        nationality = random.choice(GULF if population == "gcc_citizen" else VISITORS)
        return self.person(
            random, Sketch(population, nationality, random.choice(["male", "female"]), random.randint(ADULT, 75))
        )

    def person(self, random: Random, sketch: Sketch, number: int | None = None) -> Someone:
        """One person with documents, crossings, vehicles and violations that go together."""
        index = self._take(number)
        kind, identifier = identifier_of(sketch.population, index)
        inside = sketch.population not in GUESTS or random.random() < 0.8
        papers = documents(random, self.today, kind, identifier, index, sketch.age)
        if sketch.population == "visitor":
            papers.append(visa(random, self.today, index, inside=inside))
        record = {
            "person_key": person_key(self.seed, index),
            "population": sketch.population,
            "identifiers": [{"kind": kind, "number": identifier, "current": True}],
            "names": _names(random, sketch),
            "birth_date": born(self.today, sketch.age, random.randint(0, 364)).isoformat(),
            "birth_date_hijri": None,
            "sex": sketch.sex,
            "nationality": sketch.nationality,
            "alive": sketch.age < 70 or random.random() > 0.05,
            "blocked": random.random() < 0.005,
            "biometric": _biometric(random, sketch.age),
            "documents": papers,
            "inside_country": inside,
            "crossings": crossings(random, self.today, sketch.population, inside=inside),
            "head_of_household": None,
            "household": [],
            "ties": [],
        }
        someone = Someone(index, record)
        if sketch.age >= ADULT:
            someone.phone = phone_of(index)
            _drive(random, self.today, someone)
        return someone

    def _take(self, number: int | None) -> int:
        if number is not None:
            return number
        self._made += 1
        return self._made


def ridges(key: str, finger: str) -> str:
    """The pattern of a simulated finger: 256 bits that only this finger has."""
    return hashlib.sha256(f"finger:{key}:{finger}".encode()).hexdigest()


def related(members: list[Someone], relations: list[str]) -> list[Someone]:
    """Make one household of them, the first its head."""
    head = members[0].record
    for someone in members[1:]:
        if someone.record["population"] == "dependent":
            someone.record["head_of_household"] = head["person_key"]
    for someone in members:
        someone.record["household"] = [
            {
                "person_key": other.record["person_key"],
                "relation": _seen_by(relations[members.index(someone)], relation),
                "names": other.record["names"],
                "birth_date": other.record["birth_date"],
            }
            for other, relation in zip(members, relations, strict=True)
            if other is not someone
        ]
    return members


def _seen_by(own: str, other: str) -> str:
    """What one of a household is to another; the head is called so by everybody. A child has charge of nobody."""
    if own == "child" and other != "head":
        return {"spouse": "parent", "child": "sibling"}[other]
    return other


def tie(
    guardian: Someone, ward: Someone, kind: dict[str, str], today: date, scope: tuple[str, ...], days: int | None = None
) -> None:
    """A court's decision of a month ago, noted with both; ``days`` from today to its last one, None for no end."""
    decided = {
        "kind": kind,
        "scope": list(scope),
        "since": (today - timedelta(days=30)).isoformat(),
        "until": (today + timedelta(days=days)).isoformat() if days is not None else None,
        "document": f"C-{ward.index:08d}",
    }
    for one, role, other in ((guardian, "ward", ward), (ward, "guardian", guardian)):
        said = {name: other.record[name] for name in ("person_key", "names", "population")}
        one.record["ties"] = [*one.record["ties"], {**said, "role": role, **decided}]


def born(today: date, age: int, days: int) -> date:
    """Somebody of that age, whose birthday was so many days ago (0 to 364)."""
    birthday = today.replace(day=28) if (today.month, today.day) == (2, 29) else today
    return birthday.replace(year=today.year - age) - timedelta(days=days)


def _children(random: Random, mother_age: int) -> int:
    return random.choice([0, 1, 1, 2, 3]) if mother_age >= YOUNGEST_PARENT + 1 else 0


def _drive(random: Random, today: date, someone: Someone) -> None:
    """Who has a licence may own a vehicle; guests drive a rented one, so that only its violations are theirs."""
    licence = any(one["type"] == "driving_licence" for one in someone.record["documents"])
    guest = someone.record["population"] in GUESTS
    if not (licence and random.random() < 0.7) and not (guest and random.random() < 0.2):
        return
    if not guest:
        someone.vehicles.append(vehicle(random, today, someone.index))
    someone.violations = violations(random, today, someone.index)


def _names(random: Random, sketch: Sketch) -> dict[str, dict[str, str]]:
    father, grandfather, family_name = sketch.lineage or (
        given(random, sketch.nationality, "male"),
        given(random, sketch.nationality, "male"),
        family(random, sketch.nationality),
    )
    parts = {
        "first": given(random, sketch.nationality, sketch.sex),
        "father": father,
        "grandfather": grandfather,
        "family": family_name,
    }
    return {script: {key: pair[place] for key, pair in parts.items()} for place, script in enumerate(("ar", "en"))}


def _biometric(random: Random, age: int) -> dict[str, Any]:
    on_file = age >= 6 and random.random() < 0.95
    exempt = not on_file and random.random() < 0.3
    return {"on_file": on_file, "exempt": exempt, "fingers": FINGERS if on_file else []}
