"""Booked in this portal and not yet passed."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.text import T

BOOK = Mend(T("احجز موعدًا", en="Book an appointment"), "/services/appointments/apply")


@dataclass(frozen=True)
class AppointmentHeld:
    """An appointment with an office of the agency."""

    topics: ClassVar[frozenset[str]] = frozenset(())

    agency: str
    title: T = T("لديك موعد محجوز", en="You hold an appointment")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Booked in this portal and not yet passed."""
        if self.agency in facts.appointments:
            return Met()
        return Unmet(T("احجز موعدًا أولًا.", en="Book an appointment first."), BOOK)
