"""As the national address register has it."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T

SET = Mend(T("سجّل عنوانك", en="Register your address"), "/services/national-address/apply")


@dataclass(frozen=True)
class AddressOnRecord:
    """A national address is on record."""

    topics: ClassVar[frozenset[str]] = frozenset({"address"})

    title: T = T("العنوان الوطني مسجل", en="A national address is on record")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """As the national address register has it."""
        if "address" not in facts.known or facts.known["address"].stale:
            return unknown(facts, "address")
        if facts.heard("address") is not None:
            return Met()
        return Unmet(T("لا يوجد عنوان وطني لك.", en="No national address of yours is on record."), SET)
