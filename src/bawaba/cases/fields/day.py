"""A day, typed in either calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import NOTHING, BadAnswer, Posted, first
from bawaba.core.calendars import InvalidDate, from_gregorian, from_hijri
from bawaba.core.digits import normalise
from bawaba.core.reader import Reader
from bawaba.core.text import T

BAD = T(
    "اكتب اليوم والشهر والسنة أرقامًا، مثل 15 و8 و2027.", en="Type day, month and year as numbers, like 15, 8 and 2027."
)
EARLY = T("هذا اليوم أبكر مما يُقبل.", en="This day is earlier than is accepted.")
LATE = T("هذا اليوم أبعد مما يُقبل.", en="This day is later than is accepted.")


@dataclass(frozen=True)
class Day:
    """``earliest`` in days from the day of asking, ``latest`` from today.

    Who asked in time is not late because an officer asked back; what is to come must lie ahead all the same.
    """

    name: str
    label: T
    earliest: int = -36500
    latest: int = 36500
    hint: T | None = None
    widget: ClassVar[str] = "day"
    topics: ClassVar[frozenset[str]] = NOTHING

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """ISO, Gregorian."""
        parts = [normalise(first(posted, f"{self.name}_{part}"))[:6] for part in ("year", "month", "day")]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise BadAnswer(BAD, "day")
        year, month, day = (int(part) for part in parts)
        hijri = first(posted, f"{self.name}_calendar") == "hijri"
        try:
            found = from_hijri(year, month, day) if hijri else from_gregorian(year, month, day)
        except InvalidDate as error:
            raise BadAnswer(error.text, error.reason) from error
        self._check(found, facts)
        return found.isoformat()

    def shown(self, answer: Any, facts: Facts) -> T:
        """In both calendars."""
        found = date.fromisoformat(answer)
        ar, en = (Reader(language=language, digits="latn").date(found) for language in ("ar", "en"))
        return T(ar, en=en)

    def _check(self, found: date, facts: Facts) -> None:
        passed = self.earliest >= 0 and found < facts.today
        if passed or found < facts.day_of_asking + timedelta(days=self.earliest):
            raise BadAnswer(EARLY, "early")
        if found > facts.today + timedelta(days=self.latest):
            raise BadAnswer(LATE, "late")
