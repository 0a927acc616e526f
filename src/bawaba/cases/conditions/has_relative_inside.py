"""As the prisons register tells the family."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class HasRelativeInside:
    """A relative can be visited."""

    topics: ClassVar[frozenset[str]] = frozenset({"inmates"})

    title: T = T("لك قريب مسجل للزيارة", en="A relative of yours is registered for visits")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """As the prisons register tells the family."""
        found = facts.heard("inmates")
        if found is None:
            return unknown(facts, "inmates")
        return Met() if found else Unmet(T("لا يوجد قريب مسجل للزيارة.", en="No relative is registered for visits."))
