"""Choose one of a few values that the file names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Option, Posted, first
from bawaba.core.text import T

CHOOSE = T("اختر واحدًا مما يلي.", en="Choose one of these.")


@dataclass(frozen=True)
class Choice:
    """``options``: value to label; a value may be a number, and comes back as one."""

    name: str
    label: T
    values: Mapping[Any, T]
    hint: T | None = None
    widget: ClassVar[str] = "choice"
    topics: ClassVar[frozenset[str]] = NOTHING

    def options(self, facts: Facts) -> list[Option]:
        """All of them."""
        return [Option(str(value), label) for value, label in self.values.items()]

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """The value itself, not its text."""
        typed = first(posted, self.name)
        for value in self.values:
            if str(value) == typed:
                return value
        raise BadAnswer(CHOOSE, "choice")

    def shown(self, answer: Any, facts: Facts) -> T:
        """Its label."""
        return self.values[answer]
