"""What a field of an e-service is: it asks, cleans what was posted, and says in both languages what was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from bawaba.cases.facts import Facts
from bawaba.core.digits import ascii_digits, without_marks
from bawaba.core.text import Sentence, T

Posted = Mapping[str, Sequence[str]]  # a form's values by name
NOTHING = frozenset[str]()


class BadAnswer(Sentence):
    """What was typed or chosen cannot be taken; the sentence says why."""


@dataclass(frozen=True)
class Option:
    """One thing to choose: its value, and the label as asked; ``note`` stands behind it (an amount, a date)."""

    value: str
    label: T
    note: T | None = None


class Field(Protocol):
    """One frozen dataclass a kind. ``widget`` names the macro that draws it."""

    @property
    def name(self) -> str:
        """In forms and answers."""

    @property
    def label(self) -> T:
        """As asked."""

    @property
    def widget(self) -> str:
        """Which macro draws it."""

    @property
    def topics(self) -> frozenset[str]:
        """What must be heard to offer it."""

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """The answer as JSON keeps it; BadAnswer. None when an optional field stayed empty."""

    def shown(self, answer: Any, facts: Facts) -> T:
        """The answer in both languages, as it is kept with the application."""


@runtime_checkable
class Offers(Protocol):
    """A field that offers something to choose."""

    def options(self, facts: Facts) -> Sequence[Option]:
        """As the facts are now."""


def first(posted: Posted, name: str) -> str:
    """The single value of a name, trimmed; empty when there is none."""
    found = posted.get(name) or [""]
    return " ".join(str(found[0]).split())


def figures(posted: Posted, name: str) -> str:
    """A quantity as typed, in ASCII digits and without spaces; a minus stays, and is refused by whoever wants none."""
    return without_marks(ascii_digits(first(posted, name))).replace(" ", "")
