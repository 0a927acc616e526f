"""The authority has received a fee for the chosen term, in years."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class FeePaidForTerm:
    """A fee that is paid elsewhere was paid for the term."""

    topics: ClassVar[frozenset[str]] = frozenset({"standing"})

    document: str
    field: str
    title: T = T("رسم المدة مدفوع", en="The fee for the term is paid")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """The authority has received a fee for the chosen term, in years."""
        if facts.standing is None:
            return unknown(facts, "standing")
        if facts.standing.terms_paid.get(self.document, 0) >= int(answers.get(self.field) or 1):
            return Met()
        return Unmet(T("ادفع رسم المدة أولًا.", en="Pay the fee for the term first."))
