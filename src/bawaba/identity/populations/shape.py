"""What a population is: its identifier, its fields, its channels and what activation needs from the register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from bawaba.core.text import T
from bawaba.registers.ports import Person


@dataclass(frozen=True)
class NotReady:
    """Why an account cannot be activated now: a slug, a sentence for the person, and whether a counter can mend it."""

    reason: str
    says: T
    counter_mends: bool = False


class Bounds(Protocol):
    """What an installation decides about populations: the part of its limits that they read."""

    @property
    def minimum_age_dependent(self) -> int:
        """In Gregorian years."""

    @property
    def asleep_after_lapse(self) -> timedelta:
        """How long after an iqama has lapsed its holder's account still acts."""


Requirement = Callable[[Person, date, Bounds], NotReady | None]


@dataclass(frozen=True)
class Population:
    """One of the five groups. ``names`` is the script required at registration; ``requires`` are asked in order."""

    slug: str
    title: T
    card: T
    identifier_kind: str
    identifier_hint: T
    names: str
    requires: tuple[Requirement, ...]
    channels: tuple[str, ...] = ("kiosk", "bank", "counter")
    fields: tuple[str, ...] = ()
    nationalities: frozenset[str] | None = None
    awake_while: tuple[Requirement, ...] = ()

    def not_ready(self, person: Person, today: date, bounds: Bounds) -> NotReady | None:
        """The first requirement that does not hold, or None: the account may be activated."""
        return _first(self.requires, person, today, bounds)

    def asleep(self, person: Person, today: date, bounds: Bounds) -> NotReady | None:
        """Why the account sleeps, or None: it is awake."""
        return _first(self.awake_while, person, today, bounds)


def _first(asked: tuple[Requirement, ...], person: Person, today: date, bounds: Bounds) -> NotReady | None:
    return next(filter(None, (one(person, today, bounds) for one in asked)), None)
