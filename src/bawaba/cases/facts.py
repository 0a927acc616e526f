"""Facts that conditions, fees and decisions read: a frozen picture of what the registers said, and as of when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bawaba.registers.ports import Known, Person, Violation


@dataclass(frozen=True)
class Applicant:
    """Who applies, as their account has it."""

    population: str
    state: str
    assurance: int
    cooled_until: datetime | None


@dataclass(frozen=True)
class Facts:
    """``None`` means that the source did not answer."""

    applicant: Applicant
    now: datetime
    today: date
    person: Known[Person] | None
    violations: Known[tuple[Violation, ...]] | None

    def unpaid(self) -> Sequence[Violation]:
        """Unpaid violations; empty only when the source said so."""
        return [one for one in (self.violations.value if self.violations else ()) if one.status == "unpaid"]
