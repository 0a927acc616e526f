"""The chosen vehicle's inspection, or any vehicle's before one is chosen."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class InspectionValid:
    """The chosen vehicle's inspection, or any vehicle's before one is chosen."""

    topics: ClassVar[frozenset[str]] = frozenset({"vehicles"})

    field: str = "vehicle"
    title: T = T("الفحص الدوري سارٍ", en="The periodic inspection is valid")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """The chosen vehicle's inspection, or any vehicle's before one is chosen."""
        if facts.vehicles is None:
            return unknown(facts, "vehicles")
        chosen = [one for one in facts.vehicles if answers.get(self.field) in (None, one.number)]
        if any(one.inspection_expires >= facts.today for one in chosen):
            return Met()
        return Unmet(
            T(
                "الفحص منتهٍ. افحص المركبة في مركز معتمد.",
                en="The inspection has expired. Have the vehicle inspected at a recognised centre.",
            )
        )
