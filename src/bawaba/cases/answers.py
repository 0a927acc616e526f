"""The four answers of a condition."""

from dataclasses import dataclass
from datetime import date, datetime

from bawaba.core.text import T


@dataclass(frozen=True)
class Mend:
    """A way to mend an unmet condition."""

    label: T
    url: str


@dataclass(frozen=True)
class Met:
    """It holds; ``detail`` says what was seen."""

    detail: T | None = None


@dataclass(frozen=True)
class Unmet:
    """It does not hold, and how to mend it."""

    reason: T
    mend: Mend | None = None


@dataclass(frozen=True)
class From:
    """It will hold from a day on."""

    day: date


@dataclass(frozen=True)
class Unknown:
    """The source is down; never taken for met."""

    source: T
    since: datetime | None = None


Answer = Met | Unmet | From | Unknown
