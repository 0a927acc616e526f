"""Choose one or more of what the facts offer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import BadAnswer, Option, Posted
from bawaba.core.text import T

AT_LEAST_ONE = T("اختر واحدًا على الأقل.", en="Choose at least one.")
CHANGED = T(
    "تغيّر شيء في السجل منذ فتحت الصفحة. راجع القائمة ثم أعد المحاولة.",
    en="Something changed in the register since you opened the page. Check the list and try again.",
)


@dataclass(frozen=True)
class Several:
    """``offer`` reads the facts; all are ticked at first."""

    name: str
    label: T
    offer: Callable[[Facts], Sequence[Option]]
    topics: frozenset[str]
    hint: T | None = None
    widget: ClassVar[str] = "several"

    def options(self, facts: Facts) -> Sequence[Option]:
        """As the facts are now."""
        return self.offer(facts)

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """Each once, in the order offered."""
        typed = set(posted.get(self.name) or ())
        offered = [option.value for option in self.offer(facts)]
        if not typed:
            raise BadAnswer(AT_LEAST_ONE, "none")
        if not typed.issubset(offered):
            raise BadAnswer(CHANGED, "changed")
        return [value for value in offered if value in typed]

    def shown(self, answer: Any, facts: Facts) -> T:
        """The labels, one after the other."""
        labels = [option.label for option in self.offer(facts) if option.value in answer]
        return T("؛ ".join(label.ar for label in labels), en="; ".join(label.en for label in labels))
