"""Nothing is left to pay."""

from dataclasses import dataclass

from bawaba.cases.answers import Answer, Mend, Met, Unknown, Unmet
from bawaba.cases.conditions.shape import TRAFFIC
from bawaba.cases.facts import Facts
from bawaba.core.text import T

PAY = Mend(T("سدّد الآن", en="Pay now"), "/services/pay-violations/apply")


@dataclass(frozen=True)
class NoUnpaidViolations:
    """Never shown as zero when the source did not answer."""

    title: T = T("لا توجد مخالفات مرورية غير مسددة", en="No unpaid traffic violations")

    def holds(self, facts: Facts) -> Answer:
        """Judged on a fresh answer only."""
        if facts.violations is None or facts.violations.stale:
            return Unknown(TRAFFIC, facts.violations.as_of if facts.violations else None)
        if not facts.unpaid():
            return Met()
        return Unmet(T("عليك مخالفات غير مسددة.", en="You have unpaid violations."), PAY)
