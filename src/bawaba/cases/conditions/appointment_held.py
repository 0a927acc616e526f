"""As the officers of the agency noted it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.text import T

BOOK = T("احجز موعدًا", en="Book an appointment")


@dataclass(frozen=True)
class AppointmentHeld:
    """The person was received at an office of the agency, at most so many days ago."""

    topics: ClassVar[frozenset[str]] = frozenset({"appointments"})

    agency: str
    days: int = 90
    title: T = T("حضرت موعدًا لدى الجهة", en="You have been to an appointment with the agency")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Booked is not held: an officer has noted the arrival."""
        last = facts.received.get(self.agency)
        if last is not None and facts.day_of_asking - last <= timedelta(days=self.days):
            return Met()
        return Unmet(
            T("لم تحضر بعد موعدًا لدى هذه الجهة.", en="You have not been to an appointment with this agency yet."),
            Mend(BOOK, f"/appointments/book?agency={self.agency}"),
        )
