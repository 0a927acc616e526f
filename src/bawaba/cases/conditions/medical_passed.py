"""A passed examination of the kind that is still valid."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class MedicalPassed:
    """A medical result holds."""

    topics: ClassVar[frozenset[str]] = frozenset({"medical"})

    kind: str
    title: T = T("نتيجة الفحص الطبي سارية", en="The medical result is valid")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """A passed examination of the kind that is still valid."""
        found = facts.heard("medical")
        if found is None:
            return unknown(facts, "medical")
        if any(one.kind == self.kind and one.passed and one.valid_until >= facts.today for one in found):
            return Met()
        return Unmet(
            T(
                "أجرِ الفحص في مركز معتمد، وتصل نتيجته إلى السجل.",
                en="Have the examination at a recognised centre; its result reaches the register.",
            )
        )
