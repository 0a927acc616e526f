"""A sentence to confirm: it is what is kept."""

from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Posted, first
from bawaba.core.text import T

CONFIRM = T("أكّد هذه العبارة للمتابعة.", en="Confirm this sentence to go on.")


@dataclass(frozen=True)
class Confirm:
    """``label`` is the sentence."""

    name: str
    label: T
    hint: T | None = None
    widget: ClassVar[str] = "confirm"
    topics: ClassVar[frozenset[str]] = NOTHING

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """Ticked."""
        if first(posted, self.name) != "yes":
            raise BadAnswer(CONFIRM, "confirm")
        return True

    def shown(self, answer: Any, facts: Facts) -> T:
        """The sentence as it was confirmed."""
        return self.label
