"""The other side of a service for two: invited by number, asked after accepting, never revealed to the first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bawaba.cases.conditions import Condition
from bawaba.core.text import T

Shown = Mapping[str, T]  # answers by field, as they were shown


@dataclass(frozen=True)
class Counterparty:
    """``field`` is the PersonNumber that names them; ``sentence`` is what they confirm; ``pays`` when the bill is theirs.

    ``key`` is the name under which the register is told who they are.
    """

    field: str
    title: T
    sentence: Callable[[Shown], T]
    conditions: tuple[Condition, ...] = ()
    pays: bool = False
    key: str = ""

    @property
    def topics(self) -> frozenset[str]:
        """Everything that their conditions must hear."""
        return frozenset().union(*(one.topics for one in self.conditions))
