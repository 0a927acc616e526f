"""Choose one of what the facts offer: a vehicle, a violation, a member of the family."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.choice import CHOOSE
from bawaba.cases.fields.shape import BadAnswer, Option, Posted, first
from bawaba.core.text import T


@dataclass(frozen=True)
class OneOf:
    """``offer`` reads the facts; nothing that it does not offer is taken."""

    name: str
    label: T
    offer: Callable[[Facts], Sequence[Option]]
    topics: frozenset[str]
    hint: T | None = None
    widget: ClassVar[str] = "one_of"

    def options(self, facts: Facts) -> Sequence[Option]:
        """As the facts are now."""
        return self.offer(facts)

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """One of the values offered."""
        typed = first(posted, self.name)
        if typed not in {option.value for option in self.offer(facts)}:
            raise BadAnswer(CHOOSE, "choice")
        return typed

    def shown(self, answer: Any, facts: Facts) -> T:
        """Its label."""
        return next(option.label for option in self.offer(facts) if option.value == answer)
