"""A whole number."""

from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Posted, figures
from bawaba.core.reader import Reader
from bawaba.core.text import Plural, T

IN_MONTHS = Plural("لا أشهر", "شهر", "شهران", "{n} أشهر", "{n} شهرًا", "{n} شهر", "one month", "{n} months")


@dataclass(frozen=True)
class Number:
    """From ``least`` to ``most``; ``counts``: what is counted, for a sentence that names it."""

    name: str
    label: T
    least: int
    most: int
    hint: T | None = None
    counts: Plural | None = None
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
        """As a number, with what it counts."""
        readers = (Reader(language=language, digits="latn") for language in ("ar", "en"))
        ar, en = (one.plural(self.counts, answer) if self.counts else one.number(answer) for one in readers)
        return T(ar, en=en)
