"""Judged on the account."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, From, Met, Unmet
from bawaba.cases.conditions.assured import COUNTER
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.clock import RIYADH
from bawaba.core.text import T


@dataclass(frozen=True)
class AccountCooledDown:
    """Sensitive services wait 24 hours after the account was bound to another phone."""

    topics: ClassVar[frozenset[str]] = frozenset(())

    title: T = T("مضى يوم على ربط جوالك", en="A day has passed since your phone was bound")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged on the account."""
        if facts.applicant.frozen_until_attended:
            says = T(
                "تُفتح الخدمات الحساسة بعد أن تثبت هويتك أمام موظف.",
                en="Sensitive services open once you have proven your identity before an officer.",
            )
            return Unmet(says, COUNTER)
        until = facts.applicant.cooled_until
        if until is None or until <= facts.now:
            return Met()
        return From(until.astimezone(RIYADH).date())
