"""Sensitive services wait 24 hours after the account was bound to another phone."""

from dataclasses import dataclass

from bawaba.cases.answers import Answer, From, Met
from bawaba.cases.facts import Facts
from bawaba.core.clock import RIYADH
from bawaba.core.text import T


@dataclass(frozen=True)
class AccountCooledDown:
    """Cooled down."""

    title: T = T("مضى يوم على ربط جوالك", en="A day has passed since your phone was bound")

    def holds(self, facts: Facts) -> Answer:
        """Judged on the account."""
        until = facts.applicant.cooled_until
        if until is None or until <= facts.now:
            return Met()
        return From(until.astimezone(RIYADH).date())
