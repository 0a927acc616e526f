"""The port of a register, in our words; the connector translates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from bawaba.core.text import Sentence, T

Fact = TypeVar("Fact")


@dataclass(frozen=True)
class Name:
    """A name in one script."""

    first: str
    father: str
    grandfather: str
    family: str

    @property
    def full(self) -> str:
        """All of it."""
        return " ".join(part for part in (self.first, self.father, self.grandfather, self.family) if part)

    @property
    def short(self) -> str:
        """First and family name: how a page greets."""
        return f"{self.first} {self.family}".strip()


@dataclass(frozen=True)
class Names:
    """The same name in both scripts."""

    ar: Name
    en: Name


@dataclass(frozen=True)
class IdentityDocument:
    """A card, permit, passport, visa or licence."""

    type: str
    number: str
    expires: date


@dataclass(frozen=True)
class Relative:
    """Somebody of the household."""

    person_key: str
    relation: str
    names: Names
    birth_date: date


@dataclass(frozen=True)
class Tie:
    """What a court or an agency decided between two people: which tie it is and what it covers is data of the register.

    ``role`` says what the other is to this person: ward or guardian. ``scope`` names agencies, or "all".
    """

    person_key: str
    role: str
    kind: T
    names: Names
    population: str
    scope: tuple[str, ...]
    since: date
    until: date | None
    document: str

    def covers(self, agency: str, day: date) -> bool:
        """Whether it is in force that day, for this agency."""
        return self.holds_on(day) and ("all" in self.scope or agency in self.scope)

    def holds_on(self, day: date) -> bool:
        """Its last day counts."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Person:
    """A human being as the register knows them."""

    person_key: str
    population: str
    identifier_kind: str
    identifier: str
    names: Names
    birth_date: date
    sex: str
    nationality: str
    alive: bool
    blocked: bool
    biometric_on_file: bool
    biometric_exempt: bool
    inside_country: bool
    head_of_household: str | None
    documents: tuple[IdentityDocument, ...]
    household: tuple[Relative, ...]
    ties: tuple[Tie, ...] = ()

    def document(self, kind: str) -> IdentityDocument | None:
        """The document of that kind that runs longest."""
        found = [document for document in self.documents if document.type == kind]
        return max(found, key=lambda document: document.expires, default=None)

    def age_on(self, day: date) -> int:
        """In whole Gregorian years."""
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def birthday(self, years: int) -> date:
        """The day on which the person is so many years old; 29 February counts from 1 March."""
        try:
            return self.birth_date.replace(year=self.birth_date.year + years)
        except ValueError:
            return date(self.birth_date.year + years, 3, 1)


@dataclass(frozen=True)
class Violation:
    """A traffic violation; money in halalas."""

    number: str
    plate: T
    kind: T
    place: T
    occurred_at: datetime
    halalas: int
    currency: str
    status: str  # unpaid, paid, objected; cancelled: struck out, an objection was upheld
    objection_until: date


@dataclass(frozen=True)
class Vehicle:
    """A vehicle of the person, and until when each of its papers runs; ``violations`` are its unpaid ones."""

    number: str
    plate: T
    make: T
    model: str
    year: int
    colour: T
    registration_expires: date
    insurance_expires: date
    inspection_expires: date
    seats: int
    use: str  # private, private_transport, public_transport
    violations: int


@dataclass(frozen=True)
class Verdict:
    """What the register's matcher says of one probe. No sample comes back."""

    match: bool
    score_band: str
    matcher: str


@dataclass(frozen=True)
class Known(Generic[Fact]):
    """A fact, and as of when; ``stale`` when the register did not answer and this is what it said before."""

    value: Fact
    as_of: datetime
    stale: bool = False


@dataclass(frozen=True)
class News:
    """Whose records have changed since a place in the register's list, and the place from which to ask on."""

    place: str
    person_keys: tuple[str, ...]


class RegisterUnavailable(Exception):
    """The register does not answer."""


class UnknownPerson(LookupError):
    """The register knows nobody of that number or key."""


class RegisterRefused(Sentence):
    """The register refuses a change, in its own words."""


class Register(Protocol):
    """What a register must answer. Every call may raise RegisterUnavailable."""

    def lookup(self, kind: str, number: str) -> Mapping[str, Any]:
        """A person's record by identifier; UnknownPerson."""

    def persons(self, person_keys: Collection[str]) -> Sequence[Mapping[str, Any]]:
        """The records of several persons in one call, in any order; whom the register does not know is left out."""

    def facts(self, person_key: str, topics: Collection[str]) -> Mapping[str, Any]:
        """{as_of, facts: {topic: record}} of a person in one call; a topic whose source is down is left out. UnknownPerson."""

    def news(self, place: str) -> News:
        """Whose records have changed since, oldest first, a bounded number; "" asks from the beginning."""

    def verify(self, probe: Mapping[str, Any]) -> Verdict:
        """Compare a fingerprint record one to one."""

    def change(self, key: str, change: str, person_key: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Carry a change out exactly once per ``key``; RegisterRefused."""


class FingerMatcher(Protocol):
    """A matcher of its own beside the register, where an installation has one: BAWABA_MATCHER_URL."""

    def verify(self, person_key: str, probe: Mapping[str, Any]) -> Verdict:
        """Compare one to one; one answer for nobody, unreadable and mismatch. RegisterUnavailable. Nothing is kept."""
