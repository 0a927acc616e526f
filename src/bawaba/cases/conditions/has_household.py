"""Of the relations named; any when none is named."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class HasHousehold:
    """Somebody of the family is registered with the person."""

    topics: ClassVar[frozenset[str]] = frozenset({"person"})

    relations: tuple[str, ...] = ()
    title: T = T("لديك أفراد أسرة مسجلون معك", en="Family members are registered with you")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Of the relations named; any when none is named."""
        if facts.person is None:
            return unknown(facts, "person")
        if any(not self.relations or one.relation in self.relations for one in facts.person.household):
            return Met()
        return Unmet(T("لا يوجد أفراد أسرة مسجلون معك.", en="No family members are registered with you."))
