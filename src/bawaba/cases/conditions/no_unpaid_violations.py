"""Judged on a fresh answer only; never zero when the source is silent."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T

PAY = Mend(T("سدّد الآن", en="Pay now"), "/services/pay-violations/apply")


@dataclass(frozen=True)
class NoUnpaidViolations:
    """Nothing is left to pay."""

    topics: ClassVar[frozenset[str]] = frozenset({"violations"})

    title: T = T("لا توجد مخالفات مرورية غير مسددة", en="No unpaid traffic violations")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged on a fresh answer only; never zero when the source is silent."""
        if facts.violations is None:
            return unknown(facts, "violations")
        if not facts.unpaid():
            return Met()
        return Unmet(T("عليك مخالفات غير مسددة.", en="You have unpaid violations."), PAY)
