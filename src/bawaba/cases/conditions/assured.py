"""Judged on the account's assurance."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.text import T

COUNTER = Mend(T("أقرب مكتب", en="Nearest counters"), "/places")


@dataclass(frozen=True)
class Assured:
    """At least this level: 2 attested remotely or unattended, 3 attended in person; every service is judged by it."""

    topics: ClassVar[frozenset[str]] = frozenset(())

    level: int
    title: T = T("تحققنا من هويتك حضوريًا", en="Your identity was proven in person")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged on the account's assurance."""
        if facts.applicant.assurance >= self.level:
            return Met()
        says = T(
            "تحتاج هذه الخدمة إلى التحقق من هويتك أمام موظف.",
            en="This service needs your identity to be checked by an officer.",
        )
        return Unmet(says, COUNTER)
