"""Judged on the account's population."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.text import T
from bawaba.identity.populations.shelf import populations

OTHERS = Mend(T("تصفّح الخدمات", en="Browse services"), "/services/")


@dataclass(frozen=True)
class OpenTo:
    """The e-service is for these populations; every service is judged by it."""

    topics: ClassVar[frozenset[str]] = frozenset(())

    groups: frozenset[str]
    title: T = T("الخدمة متاحة لفئتك", en="The service is for people like you")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged on the account's population."""
        if facts.applicant.population in self.groups:
            return Met()
        found = [one.title for slug, one in populations().items() if slug in self.groups]
        arabic, english = "، ".join(one.ar for one in found), ", ".join(one.en for one in found)
        return Unmet(T(f"هذه الخدمة لـ: {arabic}.", en=f"This service is for: {english}."), OTHERS)
