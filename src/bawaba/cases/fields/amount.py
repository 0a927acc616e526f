"""An amount of money, typed in riyals."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Posted, figures
from bawaba.core.money import Money
from bawaba.core.reader import in_riyals
from bawaba.core.text import T

# a comma parts thousands and nothing else: where it parts the halalas, a hundredfold price would be taken
FORM = re.compile(r"(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:[.](\d{1,2}))?", re.ASCII)
BAD = T("اكتب المبلغ أرقامًا، مثل 45000 أو 45000.50", en="Type the amount in figures, like 45000 or 45000.50")


@dataclass(frozen=True)
class Amount:
    """Kept in halalas, an integer."""

    name: str
    label: T
    hint: T | None = None
    widget: ClassVar[str] = "amount"
    topics: ClassVar[frozenset[str]] = NOTHING

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """Digits of any script; thousands may be grouped."""
        typed = figures(posted, self.name).replace("٫", ".").replace("٬", ",")
        found = FORM.fullmatch(typed)
        if found is None:
            raise BadAnswer(BAD, "amount")
        return int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))

    def shown(self, answer: Any, facts: Facts) -> T:
        """With its currency."""
        return in_riyals(Money(int(answer)))
