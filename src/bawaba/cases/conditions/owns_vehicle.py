"""A vehicle is registered in the person's name."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class OwnsVehicle:
    """A vehicle is registered in the person's name."""

    topics: ClassVar[frozenset[str]] = frozenset({"vehicles"})

    field: str = "vehicle"
    title: T = T("لديك مركبة مسجلة باسمك", en="A vehicle is registered in your name")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """A vehicle is registered in the person's name."""
        if facts.vehicles is None:
            return unknown(facts, "vehicles")
        chosen = [one for one in facts.vehicles if answers.get(self.field) in (None, one.number)]
        if any(True for one in chosen):
            return Met()
        return Unmet(T("لا توجد مركبة باسمك.", en="No vehicle is registered in your name."))
