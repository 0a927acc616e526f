"""What a condition is."""

from typing import Protocol

from bawaba.cases.answers import Answer
from bawaba.cases.facts import Facts
from bawaba.core.text import T

REGISTER = T("السجل الوطني", en="the national register")
TRAFFIC = T("سجل المرور", en="the traffic register")


class Condition(Protocol):
    """A title that everybody may read, and an answer over facts: pure."""

    @property
    def title(self) -> T:
        """As shown before applying."""

    def holds(self, facts: Facts) -> Answer:
        """One of the four answers."""
