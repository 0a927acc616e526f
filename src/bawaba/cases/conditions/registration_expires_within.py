"""Not before so many days from the end of the registration."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from bawaba.cases.answers import Answer, From, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class RegistrationExpiresWithin:
    """Not before so many days from the end of the registration."""

    topics: ClassVar[frozenset[str]] = frozenset({"vehicles"})

    field: str = "vehicle"
    days: int = 180
    title: T = T("رخصة سير المركبة توشك أن تنتهي", en="The registration is about to end")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Not before so many days from the end of the registration."""
        if facts.vehicles is None:
            return unknown(facts, "vehicles")
        chosen = [one for one in facts.vehicles if answers.get(self.field) in (None, one.number)]
        if not chosen:
            return Unmet(T("لا توجد مركبة باسمك.", en="No vehicle is registered in your name."))
        opens = min(one.registration_expires for one in chosen) - timedelta(days=self.days)
        return Met() if opens <= facts.today else From(opens)
