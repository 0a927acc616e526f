"""There is something to pay."""

from dataclasses import dataclass

from bawaba.cases.answers import Answer, Met, Unknown, Unmet
from bawaba.cases.conditions.shape import TRAFFIC
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class HasUnpaidViolations:
    """At least one unpaid violation, and the source answered just now."""

    title: T = T("عليك مخالفة غير مسددة", en="You have an unpaid violation")

    def holds(self, facts: Facts) -> Answer:
        """An old answer is not good enough to pay on."""
        if facts.violations is None or facts.violations.stale:
            return Unknown(TRAFFIC, facts.violations.as_of if facts.violations else None)
        if facts.unpaid():
            return Met()
        return Unmet(T("لا توجد مخالفات غير مسددة عليك.", en="You have no unpaid violations."))
