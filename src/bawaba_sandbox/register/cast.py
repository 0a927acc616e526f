"""The cast of every rehearsal: the same people in every population, and new ones for rehearsals that repeat."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from bawaba_sandbox.register.equipment import equip, host
from bawaba_sandbox.register.numbers import MOST, phone_of
from bawaba_sandbox.register.papers import dated
from bawaba_sandbox.register.people import GUARDIAN, Population, Sketch, Someone, related, tie
from bawaba_sandbox.register.store import Store
from bawaba_sandbox.register.traffic import plate_of, vehicle, violation

WARD = 151  # whom Layla is guardian of; plays no part
FAMILY = ("child", "ward", "guest", "absent_guest")
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
    related([found["omar"], found["mariam"], found["yusuf"]], ["head", "child", "child"])
    equip(found["layla"], population.today, "car", "driver", "birth")
    equip(found["omar"], population.today, "car", "driver")
    equip(found["sami"], population.today, "driver", "weapon", "relative_inside")
    host(found["omar"], found["anna"], population.today, days_left=5)
    ward = _ward(population, found["layla"], WARD)
    return [*found.values(), ward]


def new_spare(store: Store, seed: int, kind: str, wanted: tuple[str, ...] = ()) -> dict[str, Any]:
    """One more person for a rehearsal, equipped as wanted; what the rest of the sandbox needs of them."""
    population = Population(seed, date.today())
    someone = store.add(MOST, lambda number: _spare(population, kind, number, wanted))[0]
    current = someone.record["identifiers"][0]
    names = {s: f"{n['first']} {n['family']}" for s, n in someone.record["names"].items()}
    return {
        "slug": f"spare-{someone.index}",
        **names,
        "said_ar": "",
        "said_en": "",
        "population": kind,
        "kind": current["kind"],
        "number": current["number"],
        "phone": someone.phone,
        "person_key": someone.record["person_key"],
    }


def _spare(population: Population, kind: str, number: int, wanted: tuple[str, ...]) -> list[Someone]:
    sketch = Sketch(kind, NATIONALITY[kind], "male", 30 if kind != "dependent" else 19)
    someone = population.person(Random(f"spare:{number}"), sketch, number)
    _make_ready(population.today, someone)
    someone.vehicles, someone.violations = [], [violation(population.today, number * 10, plate_of(number), 9, "unpaid")]
    equip(someone, population.today, *(one for one in wanted if one not in (*FAMILY, *_of_child(wanted))))
    if "child" in wanted:
        return _with_child(population, someone, number, wanted)
    if "ward" in wanted:
        return [someone, _ward(population, someone, number + 1, *_of_child(wanted))]
    if {"guest", "absent_guest"} & set(wanted):
        return _with_guest(population, someone, number, days_left=-9 if "absent_guest" in wanted else 5)
    if kind != "dependent":
        return [someone]
    head = population.person(Random(f"head:{number}"), Sketch("resident", "JO", "male", 50), number + 1)
    related([head, someone], ["head", "child"])
    return [someone, head]


def _of_child(wanted: tuple[str, ...]) -> list[str]:
    """What the child or ward has instead of the parent or guardian: nobody is activated without a permit."""
    return [one for one in wanted if one == "without_permit" and {"child", "ward"} & set(wanted)]


def _with_child(population: Population, someone: Someone, number: int, wanted: tuple[str, ...]) -> list[Someone]:
    """A child of the family, of the population that children of this one have."""
    kind = "citizen" if someone.record["population"] == "citizen" else "dependent"
    sketch = Sketch(kind, someone.record["nationality"], "male", 16)
    child = population.person(Random(f"child:{number}"), sketch, number + 1)
    _make_ready(population.today, child)
    child.vehicles, child.violations = [], []
    equip(child, population.today, "driver", "passport", *_of_child(wanted))
    related([someone, child], ["head", "child"])
    return [someone, child]


def _ward(population: Population, guardian: Someone, number: int, *wanted: str) -> Someone:
    """A boy of another family, entrusted by a court for what passports are about."""
    kind = "citizen" if guardian.record["population"] == "citizen" else "dependent"
    sketch = Sketch(kind, guardian.record["nationality"], "male", 15)
    ward = population.person(Random(f"ward:{number}"), sketch, number)
    _make_ready(population.today, ward)
    ward.vehicles, ward.violations = [], []
    equip(ward, population.today, "driver", "passport", *wanted)
    tie(guardian, ward, GUARDIAN, population.today, ("passports",), days=300)
    return ward


def _with_guest(population: Population, someone: Someone, number: int, *, days_left: int) -> list[Someone]:
    """A visitor whom the person hosts."""
    guest = population.person(Random(f"guest:{number}"), Sketch("visitor", "FR", "female", 50), number + 1)
    _make_ready(population.today, guest)
    guest.vehicles, guest.violations = [], []
    host(someone, guest, population.today, days_left=days_left)
    return [someone, guest]


def _play(population: Population, part: Part) -> Someone:
    random, today = Random(f"cast:{part.slug}"), population.today
    someone = population.person(random, Sketch(part.population, part.nationality, part.sex, part.age), part.number)
    keys = ("first", "father", "grandfather", "family")
    someone.record["names"] = {s: dict(zip(keys, told, strict=True)) for s, told in (("ar", part.ar), ("en", part.en))}
    _make_ready(today, someone)
    if not part.biometric:
        someone.record["biometric"] = {"on_file": False, "exempt": False, "fingers": []}
    someone.phone = phone_of(part.number)
    owns = part.unpaid and part.population != "visitor"
    someone.vehicles = [vehicle(random, today, part.number)] if owns else []
    someone.violations = [
        violation(today, part.number * 10 + place, plate_of(part.number), 6 + place * 40, "unpaid", kind)
        for place, kind in enumerate(part.unpaid)
    ]
    return someone


def _make_ready(today: date, someone: Someone) -> None:
    """Alive, inside, with valid documents and a finger on record: what activation needs."""
    record = someone.record
    record |= {"alive": True, "blocked": False, "inside_country": True}
    record["crossings"] = [one for one in record["crossings"] if one["direction"] == "entry"]
    record["biometric"] = {"on_file": True, "exempt": False, "fingers": ["right_index", "left_index"]}
    current = record["identifiers"][0]
    needed = {current["kind"]: current["number"]} if current["kind"] != "border_number" else {}
    held = {one["type"]: one["number"] for one in record["documents"]} | needed
    soon = {"national_id", "iqama", "visa"}
    record["documents"] = [dated(today, kind, number, 90 if kind in soon else 900) for kind, number in held.items()]
