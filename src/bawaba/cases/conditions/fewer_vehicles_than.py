"""Counted among what is registered now; other groups are not limited."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class FewerVehiclesThan:
    """A count limit of vehicles."""

    topics: ClassVar[frozenset[str]] = frozenset({"person", "vehicles"})

    limit: int
    populations: frozenset[str]

    @property
    def title(self) -> T:
        """As the limit is."""
        return T(f"عدد المركبات أقل من {self.limit}", en=f"Fewer than {self.limit} vehicles")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Counted among what is registered now; other groups are not limited."""
        if facts.person is None:
            return unknown(facts, "person")
        if facts.vehicles is None:
            return unknown(facts, "vehicles")
        if facts.person.population not in self.populations or len(facts.vehicles) < self.limit:
            return Met()
        return Unmet(T("بلغ عدد المركبات الحد.", en="The number of vehicles has reached the limit."))
