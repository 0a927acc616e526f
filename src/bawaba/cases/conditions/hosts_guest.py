"""The chosen guest, or any before one is chosen."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from bawaba.cases.answers import Answer, From, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class HostsGuest:
    """The person hosts a visitor who may be dealt with now."""

    topics: ClassVar[frozenset[str]] = frozenset({"guests"})

    field: str = "guest"
    latest_days_past: int = 3
    earliest_days_left: int = 7
    title: T = T(
        "تأشيرة ضيفك تنتهي خلال أيام أو انتهت قبل أيام", en="Your guest's visa ends within days, or ended days ago"
    )

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """The chosen guest, or any before one is chosen."""
        found = facts.heard("guests")
        if found is None:
            return unknown(facts, "guests")
        chosen = [one for one in found if answers.get(self.field) in (None, one.number)]
        if not chosen:
            return Unmet(T("لا يوجد زائر مسجل على ضيافتك.", en="No visitor is registered as your guest."))
        left = [(one.visa_expires - facts.today).days for one in chosen]
        if any(-self.latest_days_past <= days <= self.earliest_days_left for days in left):
            return Met()
        soonest = min(chosen, key=lambda one: one.visa_expires)
        opens = soonest.visa_expires - timedelta(days=self.earliest_days_left)
        return From(opens) if opens > facts.today else Unmet(T("مضت المهلة.", en="The time for it has passed."))
