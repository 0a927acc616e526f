"""The cast of every rehearsal: the same people in every population, and new ones for rehearsals that repeat."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bawaba_sandbox.register.people import Population, Someone, plate_of, related, violation
from bawaba_sandbox.register.store import Store

SPARES_FROM = 3_000_000  # numbers of people made during rehearsals
NATIONALITY = {"citizen": "SA", "resident": "EG", "dependent": "JO", "visitor": "FR", "gcc_citizen": "KW"}


@dataclass(frozen=True)
class Part:
    """Somebody of the cast."""

    slug: str
    ar: tuple[str, str, str, str]
    en: tuple[str, str, str, str]
    population: str
    nationality: str
    sex: str
    age: int
    number: int
    unpaid: tuple[int, ...] = ()
    biometric: bool = True
    said: tuple[str, str] = ("", "")


PARTS = (
    Part("layla", ("ليلى", "سعد", "فهد", "الحربي"), ("Layla", "Saad", "Fahad", "Al-Harbi"), "citizen", "SA", "female", 34, 101, (0, 1), said=("مواطنة، بطاقتها توشك أن تنتهي", "Citizen; her ID card ends soon")),
    Part("omar", ("عمر", "يوسف", "خليل", "الحسن"), ("Omar", "Yusuf", "Khalil", "Al-Hassan"), "resident", "JO", "male", 41, 102, (0, 1), said=("مقيم من الأردن، رب أسرة", "Resident from Jordan, head of a family")),
    Part("mariam", ("مريم", "عمر", "يوسف", "الحسن"), ("Mariam", "Omar", "Yusuf", "Al-Hassan"), "dependent", "JO", "female", 17, 103, said=("تابعة لعمر، بصمتها مسجلة", "Omar's dependent, fingerprint on record")),
    Part("yusuf", ("يوسف", "عمر", "يوسف", "الحسن"), ("Yusuf", "Omar", "Yusuf", "Al-Hassan"), "dependent", "JO", "male", 16, 104, biometric=False, said=("تابع لعمر، بلا بصمة مسجلة", "Omar's dependent, no fingerprint on record")),
    Part("khalid", ("خالد", "راشد", "حمد", "المنصوري"), ("Khalid", "Rashid", "Hamad", "Al-Mansouri"), "gcc_citizen", "AE", "male", 29, 105, (2,), said=("مواطن خليجي من الإمارات", "Gulf citizen from the Emirates")),
    Part("anna", ("آنا", "توماس", "بول", "كيلر"), ("Anna", "Thomas", "Paul", "Keller"), "visitor", "DE", "female", 45, 106, (0,), said=("زائرة من ألمانيا", "Visitor from Germany")),
    Part("noor", ("نور", "علي", "حسن", "القحطاني"), ("Noor", "Ali", "Hassan", "Al-Qahtani"), "citizen", "SA", "female", 38, 107, said=("موظفة", "Officer")),
    Part("sami", ("سامي", "ناصر", "بدر", "الغامدي"), ("Sami", "Nasser", "Badr", "Al-Ghamdi"), "citizen", "SA", "male", 27, 108, (0, 1, 2), said=("مواطن غريب عنهم", "A citizen who must see nothing of the others")),
)  # fmt: skip


def cast(population: Population) -> list[Someone]:
    """Everybody of the cast, families related."""
    found = {part.slug: _play(population, part) for part in PARTS}
    related([found["omar"], found["mariam"], found["yusuf"]])
    return list(found.values())


def new_spare(store: Store, seed: int, kind: str) -> dict[str, Any]:
    """One more person for a rehearsal, written into the register; what the rest of the sandbox needs of them."""
    population = Population(seed, date.today())
    number = SPARES_FROM + secrets.randbelow(900_000)
    someone = population.person(
        Random(f"spare:{number}"), kind, NATIONALITY[kind], "male", age=30, number=number, head_of_household=None
    )
    _make_ready(population.today, someone.record)
    people = [someone]
    if kind == "dependent":
        head = population.person(Random(f"head:{number}"), "resident", "JO", "male", age=50, number=number + 1_000_000)
        someone.record["head_of_household"] = head.record["person_key"]
        people.append(head)
    someone.vehicles, someone.violations = [], [violation(population.today, number * 10, plate_of(number), 9, "unpaid")]
    store.fill(people, lambda count: None)
    current = someone.record["identifiers"][0]
    names = {s: f"{n['first']} {n['family']}" for s, n in someone.record["names"].items()}
    return {
        "slug": f"spare-{number}",
        **names,
        "said_ar": "",
        "said_en": "",
        "population": kind,
        "kind": current["kind"],
        "number": current["number"],
        "phone": someone.phone,
        "person_key": someone.record["person_key"],
    }


def _play(population: Population, part: Part) -> Someone:
    someone = population.person(
        Random(f"cast:{part.slug}"), part.population, part.nationality, part.sex, age=part.age, number=part.number
    )
    record = someone.record
    keys = ("first", "father", "grandfather", "family")
    record["names"] = {s: dict(zip(keys, names, strict=True)) for s, names in (("ar", part.ar), ("en", part.en))}
    _make_ready(population.today, record)
    if not part.biometric:
        record["biometric"] = {"on_file": False, "exempt": False, "fingers": []}
    plate = plate_of(part.number)
    someone.phone = someone.phone or f"+96650{part.number:07d}"
    someone.violations = [
        violation(population.today, part.number * 10 + place, plate, 6 + place * 40, "unpaid", kind)
        for place, kind in enumerate(part.unpaid)
    ]
    return someone


def _make_ready(today: date, record: dict[str, Any]) -> None:
    """Alive, inside, with valid documents and a finger on record: what activation needs."""
    record |= {"alive": True, "blocked": False, "inside_country": True}
    record["biometric"] = {"on_file": True, "exempt": False, "fingers": ["right_index", "left_index"]}
    for document in record["documents"]:
        days = 90 if document["type"] in {"national_id", "iqama", "visa"} else 900
        document["expires"] = (today + timedelta(days=days)).isoformat()
