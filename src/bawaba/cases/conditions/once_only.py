"""Judged on earlier applications of the same service, however they ended."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.text import T

LATER = T(
    "ننظر فيه حين تختار. وما طلبته من قبل تجده في «طلباتي».",
    en="Looked at once you have chosen. What you asked for before is under “Applications”.",
)


@dataclass(frozen=True)
class OnceOnly:
    """The same thing may be asked for once."""

    topics: ClassVar[frozenset[str]] = frozenset(())

    field: str
    title: T = T("مرة واحدة لكل طلب", en="Once for each")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged on earlier applications of the same service, however they ended."""
        chosen = answers.get(self.field)
        asked = facts.nothing_left if chosen is None else str(chosen) in facts.asked_before
        if not asked:
            return Met() if facts.looked_back or chosen is not None else Met(LATER)
        return Unmet(
            T("قُدّم هذا الطلب من قبل.", en="This was asked for before."),
            Mend(T("طلباتي", en="My applications"), "/applications/"),
        )
