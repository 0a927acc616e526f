"""Further topics of a person, each a frozen dataclass beside the reader of its JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bawaba.core.text import T
from bawaba.registers.ports import Name, Names

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Crossing:
    """A border crossing; ``direction`` is entry or exit."""

    direction: str
    at: datetime
    port: T


@dataclass(frozen=True)
class Address:
    """The national address."""

    short: str
    building: str
    street: T
    district: T
    city: T
    post_code: str


@dataclass(frozen=True)
class Medical:
    """A result of a medical examination; ``kind`` says for what: driving, residence."""

    kind: str
    passed: bool
    valid_until: date


@dataclass(frozen=True)
class Birth:
    """A hospital's notice of a birth in the family; ``registered`` once the child is in the register."""

    number: str
    born: date
    sex: str
    hospital: T
    registered: bool


@dataclass(frozen=True)
class Guest:
    """A visitor whom the person hosts."""

    person_key: str
    number: str
    names: Names
    visa_expires: date
    stays_until_most: date  # 180 days after entry
    inside_country: bool
    insured_until: date
    reported_absent: bool


@dataclass(frozen=True)
class Permit:
    """What an authority has granted for a time; ``kind`` like exit_reentry_single, final_exit, driver_abroad."""

    kind: str
    number: str
    starts: date
    expires: date
    used: bool


@dataclass(frozen=True)
class Inmate:
    """A relative in a prison, as the prisons' register tells the family."""

    number: str
    names: Names
    prison: T
    relation: str


@dataclass(frozen=True)
class Standing:
    """What an authority has noted about the person."""

    reported_absent: bool
    convictions: int
    household_workers: int
    employer: T
    terms_paid: Mapping[str, int]  # document kind: paid months or years


def crossings(found: Any) -> tuple[Crossing, ...]:
    """Newest first."""
    read = [Crossing(one["direction"], datetime.fromisoformat(one["at"]), _both(one["port"])) for one in found]
    return tuple(sorted(read, key=lambda one: one.at, reverse=True))


def address(found: Any) -> Address | None:
    """None: no address is on record."""
    if found is None:
        return None
    return Address(
        found["short"],
        found["building"],
        _both(found["street"]),
        _both(found["district"]),
        _both(found["city"]),
        found["post_code"],
    )


def standing(found: Any) -> Standing:
    """Of one person."""
    return Standing(
        reported_absent=found["reported_absent"],
        convictions=int(found["convictions"]),
        household_workers=int(found["household_workers"]),
        employer=_both(found["employer"]),
        terms_paid={str(kind): int(amount) for kind, amount in found["terms_paid"].items()},
    )


def _medical(one: Json) -> Medical:
    return Medical(one["kind"], bool(one["passed"]), _day(one["valid_until"]))


def _birth(one: Json) -> Birth:
    return Birth(one["number"], _day(one["born"]), one["sex"], _both(one["hospital"]), bool(one["registered"]))


def _guest(one: Json) -> Guest:
    return Guest(
        person_key=one["person_key"],
        number=one["number"],
        names=_names(one["names"]),
        visa_expires=_day(one["visa_expires"]),
        stays_until_most=_day(one["stays_until_most"]),
        inside_country=bool(one["inside_country"]),
        insured_until=_day(one["insured_until"]),
        reported_absent=bool(one["reported_absent"]),
    )


def _permit(one: Json) -> Permit:
    return Permit(one["kind"], one["number"], _day(one["starts"]), _day(one["expires"]), bool(one["used"]))


def _inmate(one: Json) -> Inmate:
    return Inmate(one["number"], _names(one["names"]), _both(one["prison"]), one["relation"])


def _names(both: Json) -> Names:
    return Names(ar=Name(**both["ar"]), en=Name(**both["en"]))


def _both(texts: Mapping[str, str]) -> T:
    return T(texts["ar"], en=texts["en"])


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _each(read: Callable[[Json], Any]) -> Callable[[Any], Any]:
    return lambda found: tuple(read(one) for one in found)


FURTHER: Mapping[str, Callable[[Any], Any]] = {
    "travel": crossings,
    "address": address,
    "medical": _each(_medical),
    "births": _each(_birth),
    "guests": _each(_guest),
    "permits": _each(_permit),
    "inmates": _each(_inmate),
    "standing": standing,
}
