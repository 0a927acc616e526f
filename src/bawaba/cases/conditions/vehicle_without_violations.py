"""The chosen vehicle's unpaid violations, or any vehicle's before one is chosen."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class VehicleWithoutViolations:
    """The chosen vehicle's unpaid violations, or any vehicle's before one is chosen."""

    topics: ClassVar[frozenset[str]] = frozenset({"vehicles"})

    field: str = "vehicle"
    title: T = T("لا مخالفات غير مسددة على المركبة", en="The vehicle has no unpaid violations")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """The chosen vehicle's unpaid violations, or any vehicle's before one is chosen."""
        if facts.vehicles is None:
            return unknown(facts, "vehicles")
        chosen = [one for one in facts.vehicles if answers.get(self.field) in (None, one.number)]
        if any(not one.violations for one in chosen):
            return Met()
        return Unmet(T("على المركبة مخالفات غير مسددة.", en="The vehicle has unpaid violations."))
