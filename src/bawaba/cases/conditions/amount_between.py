"""Judged once an amount was typed."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.money import Money
from bawaba.core.text import T


@dataclass(frozen=True)
class AmountBetween:
    """An amount in its range, in halalas."""

    topics: ClassVar[frozenset[str]] = frozenset(())

    field: str
    least: int
    most: int

    @property
    def title(self) -> T:
        """As the range is."""
        least, most = Money(self.least).plain(), Money(self.most).plain()
        return T(f"المبلغ من {least} إلى {most} ريال", en=f"An amount of SAR {least} to {most}")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged once an amount was typed."""
        amount = answers.get(self.field)
        if amount is None or self.least <= int(amount) <= self.most:
            return Met()
        return Unmet(T("المبلغ خارج الحدود.", en="The amount is outside its range."))
