"""Turn the register's JSON into frozen facts; a shape that is not as agreed is an unavailable register, not a traceback."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bawaba.core.text import T
from bawaba.registers.ports import (
    Fact,
    IdentityDocument,
    Name,
    Names,
    Person,
    RegisterUnavailable,
    Relative,
    Tie,
    Vehicle,
    Violation,
)
from bawaba.registers.topics import FURTHER

STATUSES = frozenset({"unpaid", "paid", "objected", "cancelled"})
ROLES = frozenset({"ward", "guardian"})


def person_from(record: Mapping[str, Any]) -> Person:
    """A person's record."""
    return _read(_person, record)


def fact_from(topic: str, record: Any) -> Any:
    """What the register says on one topic; KeyError for a topic that nobody reads."""
    return _read(TOPICS[topic], record)


def as_of(record: Mapping[str, Any]) -> datetime:
    """When the register said it: a moment with its zone."""
    return _read(lambda r: _moment(r["as_of"]), record)


def _read(read: Callable[[Any], Fact], record: Any) -> Fact:
    try:
        return read(record)
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise RegisterUnavailable("an answer that is not as agreed") from error


def _person(record: Mapping[str, Any]) -> Person:
    current = next(one for one in record["identifiers"] if one["current"])
    return Person(
        person_key=record["person_key"],
        population=record["population"],
        identifier_kind=current["kind"],
        identifier=current["number"],
        names=_names(record["names"]),
        birth_date=date.fromisoformat(record["birth_date"]),
        sex=record["sex"],
        nationality=record["nationality"],
        alive=_flag(record["alive"]),
        blocked=_flag(record["blocked"]),
        biometric_on_file=_flag(record["biometric"]["on_file"]),
        biometric_exempt=_flag(record["biometric"]["exempt"]),
        inside_country=_flag(record["inside_country"]),
        head_of_household=record["head_of_household"],
        documents=tuple(
            IdentityDocument(one["type"], one["number"], date.fromisoformat(one["expires"]))
            for one in record["documents"]
        ),
        household=tuple(
            Relative(one["person_key"], one["relation"], _names(one["names"]), date.fromisoformat(one["birth_date"]))
            for one in record["household"]
        ),
        ties=tuple(_tie(one) for one in _each(record.get("ties", []))),  # a register may know of none
    )


def _tie(record: Mapping[str, Any]) -> Tie:
    """An end that is not said is no end: it must be there, and may be null."""
    return Tie(
        person_key=record["person_key"],
        role=_one_of(ROLES, record["role"]),
        kind=_both(record["kind"]),
        names=_names(record["names"]),
        population=record["population"],
        scope=tuple(str(one) for one in _each(record["scope"])),
        since=date.fromisoformat(record["since"]),
        until=date.fromisoformat(record["until"]) if record["until"] is not None else None,
        document=str(record["document"]),
    )


def _names(both: Mapping[str, Any]) -> Names:
    return Names(ar=Name(**both["ar"]), en=Name(**both["en"]))


def _violation(record: Mapping[str, Any]) -> Violation:
    return Violation(
        number=record["number"],
        plate=_both(record["plate"]),
        kind=_both(record["kind"]),
        place=_both(record["place"]),
        occurred_at=_moment(record["occurred_at"]),
        halalas=_amount(record["amount_halalas"]),
        currency=record["currency"],
        status=_one_of(STATUSES, record["status"]),
        objection_until=date.fromisoformat(record["objection_until"]),
    )


def _vehicle(record: Mapping[str, Any]) -> Vehicle:
    return Vehicle(
        number=record["number"],
        plate=_both(record["plate"]),
        make=_both(record["make"]),
        model=record["model"],
        year=int(record["year"]),
        colour=_both(record["colour"]),
        registration_expires=date.fromisoformat(record["registration_expires"]),
        insurance_expires=date.fromisoformat(record["insurance_expires"]),
        inspection_expires=date.fromisoformat(record["inspection_expires"]),
        seats=int(record["seats"]),
        use=record["use"],
        violations=int(record["violations"]),
    )


def _both(texts: Mapping[str, str]) -> T:
    return T(texts["ar"], en=texts["en"])


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither yes nor no")  # the word "false" would count as yes
    return value


def _amount(value: object) -> int:
    if type(value) is not int or value <= 0:
        raise TypeError("halalas are whole and more than none")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


def _one_of(known: frozenset[str], word: str) -> str:
    if word not in known:
        raise ValueError("a word that we do not know")  # read as "not unpaid" it would be a false zero
    return word


def _each(found: object) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError("not a list")  # {} or "" would be a false zero
    return found


TOPICS: Mapping[str, Callable[[Any], Any]] = {
    "person": _person,
    "violations": lambda found: tuple(_violation(one) for one in _each(found)),
    "vehicles": lambda found: tuple(_vehicle(one) for one in _each(found)),
    **FURTHER,
}
