"""What was typed and what is wrong with it: nothing typed is lost, passwords and codes are never sent back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bawaba.core.calendars import InvalidDate, from_gregorian, from_hijri
from bawaba.core.digits import normalise
from bawaba.core.text import Sentence, T
from bawaba.web.portal.missing import missing

SECRET = ("password", "again", "code")
BAD_DATE = T(
    "اكتب اليوم والشهر والسنة أرقامًا، مثل 15 و8 و1990.", en="Type day, month and year as numbers, like 15, 8 and 1990."
)
FUTURE = T("هذا التاريخ لم يأتِ بعد.", en="This date lies in the future.")


@dataclass
class Form:
    """Values by name, and one problem a name."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: dict[str, T] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """As typed; secrets stay empty."""
        return "" if name in SECRET else str(self.values.get(name, ""))

    def error(self, name: str) -> T | None:
        """What is wrong with one field."""
        return self.problems.get(name)

    def text(self, name: str, *, needed: bool = True, most: int = 80) -> str:
        """Cut, trimmed, single spaces; without NUL, which no database keeps."""
        found = " ".join(str(self.values.get(name, "")).replace("\0", "")[:most].split())
        if needed and not found:
            self.problems.setdefault(name, missing(name))
        return found

    def wrong(self, name: str, problem: Sentence | T) -> None:
        """Note what is wrong."""
        self.problems[name] = problem.text if isinstance(problem, Sentence) else problem

    def date(self, name: str, today: date) -> tuple[date | None, str]:
        """A date typed in either calendar: the day, and the Hijri date as it was entered."""
        parts = [normalise(str(self.values.get(f"{name}_{part}", ""))[:6]) for part in ("year", "month", "day")]
        if not all(part.isascii() and part.isdigit() for part in parts):
            self.problems[name] = BAD_DATE
            return None, ""
        year, month, day = (int(part) for part in parts)
        hijri = self.values.get(f"{name}_calendar") == "hijri"
        try:
            found = from_hijri(year, month, day) if hijri else from_gregorian(year, month, day)
        except InvalidDate as error:
            self.wrong(name, error)
            return None, ""
        if found > today:
            self.problems[name] = FUTURE
            return None, ""
        return found, f"{year:04d}-{month:02d}-{day:02d}" if hijri else ""
