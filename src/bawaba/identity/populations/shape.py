"""What a population is: its identifier, its fields, its channels and what activation needs from the register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bawaba.core.text import T
from bawaba.registers.ports import Person


@dataclass(frozen=True)
class NotReady:
    """Why an account cannot be activated now: a slug, a sentence for the person, and whether a counter can mend it."""

    reason: str
    says: T
    counter_mends: bool = False


Requirement = Callable[[Person, date], NotReady | None]


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
    asleep_when: Requirement | None = None

    def not_ready(self, person: Person, today: date) -> NotReady | None:
        """The first requirement that does not hold, or None: the account may be activated."""
        for requirement in self.requires:
            answer = requirement(person, today)
            if answer is not None:
                return answer
        return None
