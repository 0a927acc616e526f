"""An old answer is not good enough to pay on."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class HasUnpaidViolations:
    """At least one unpaid violation, and the source answered just now."""

    topics: ClassVar[frozenset[str]] = frozenset({"violations"})

    title: T = T("عليك مخالفة غير مسددة", en="You have an unpaid violation")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """An old answer is not good enough to pay on."""
        if facts.violations is None:
            return unknown(facts, "violations")
        if facts.unpaid():
            return Met()
        return Unmet(T("لا توجد مخالفات غير مسددة عليك.", en="You have no unpaid violations."))
