"""The chosen guest, or any before one is chosen."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class GuestInsured:
    """The guest is insured."""

    topics: ClassVar[frozenset[str]] = frozenset({"guests"})

    field: str = "guest"
    title: T = T("التأمين الطبي للضيف سارٍ", en="The guest's medical insurance is valid")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """The chosen guest, or any before one is chosen."""
        found = facts.heard("guests")
        if found is None:
            return unknown(facts, "guests")
        chosen = [one for one in found if answers.get(self.field) in (None, one.number)]
        if any(one.insured_until >= facts.today for one in chosen):
            return Met()
        return Unmet(T("أمّن على ضيفك ثم أعد المحاولة.", en="Insure your guest, then try again."))
