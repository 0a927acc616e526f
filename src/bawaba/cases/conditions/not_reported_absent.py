"""As the authority has noted it."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class NotReportedAbsent:
    """No report of absence."""

    topics: ClassVar[frozenset[str]] = frozenset({"standing"})

    title: T = T("لا يوجد بلاغ تغيّب", en="No report of absence")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """As the authority has noted it."""
        if facts.standing is None:
            return unknown(facts, "standing")
        if not facts.standing.reported_absent:
            return Met()
        return Unmet(
            T(
                "يوجد بلاغ تغيّب. راجع صاحب العمل أو الجوازات.",
                en="There is a report of absence. Please ask your employer or the passports authority.",
            )
        )
