"""Any of the kinds, whether it still runs or not."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class HasPermit:
    """A visa or permit of a kind was granted."""

    topics: ClassVar[frozenset[str]] = frozenset({"permits"})

    kinds: tuple[str, ...]
    title: T = T("توجد تأشيرة خروج وعودة", en="There is an exit/re-entry visa")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Any of the kinds, whether it still runs or not."""
        found = facts.heard("permits")
        if found is None:
            return unknown(facts, "permits")
        if any(one.kind in self.kinds for one in found):
            return Met()
        return Unmet(T("لا توجد في السجل.", en="The register has none."))
