"""The chosen violation, or any before one is chosen: unpaid, and within its 30 days."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class ObjectionOpen:
    """A deadline since an event: objections are possible within 30 days of the violation."""

    topics: ClassVar[frozenset[str]] = frozenset({"violations"})

    field: str = "violation"
    title: T = T("لم يمضِ على المخالفة 30 يومًا", en="The violation is at most 30 days old")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """The chosen violation, or any before one is chosen: unpaid, and within its 30 days."""
        if facts.violations is None:
            return unknown(facts, "violations")
        chosen = [one for one in facts.unpaid() if answers.get(self.field) in (None, one.number)]
        if any(one.objection_until >= facts.day_of_asking for one in chosen):
            return Met()
        return Unmet(
            T("لا توجد مخالفة يمكن الاعتراض عليها الآن.", en="There is no violation to which you can object now.")
        )
