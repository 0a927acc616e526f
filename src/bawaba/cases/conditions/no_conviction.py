"""As the authority has noted it."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class NoConviction:
    """Nothing is recorded against the person."""

    topics: ClassVar[frozenset[str]] = frozenset({"standing"})

    title: T = T("لا توجد سابقة مسجلة", en="No conviction is recorded")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """As the authority has noted it."""
        if facts.standing is None:
            return unknown(facts, "standing")
        if not facts.standing.convictions:
            return Met()
        return Unmet(
            T(
                "لا يمكن إتمامها هنا. راجع أقرب مكتب خدمة.",
                en="This cannot be done here. Please visit a service counter.",
            )
        )
