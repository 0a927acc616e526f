"""A whole number."""

from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Posted, figures
from bawaba.core.text import T


@dataclass(frozen=True)
class Number:
    """From ``least`` to ``most``."""

    name: str
    label: T
    least: int
    most: int
    hint: T | None = None
    widget: ClassVar[str] = "number"
    topics: ClassVar[frozenset[str]] = NOTHING

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """Digits of any script."""
        typed = figures(posted, self.name)
        if typed.isascii() and typed.isdigit() and len(typed) < 10 and self.least <= int(typed) <= self.most:
            return int(typed)
        says = T(
            f"اكتب عددًا من {self.least:,} إلى {self.most:,}.", en=f"Type a number from {self.least:,} to {self.most:,}."
        )
        raise BadAnswer(says, "number")

    def shown(self, answer: Any, facts: Facts) -> T:
        """As a number."""
        return T(f"{answer:,}", en=f"{answer:,}")
