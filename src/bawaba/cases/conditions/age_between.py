"""In whole Gregorian years, today."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, From, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class AgeBetween:
    """The person is of an age."""

    topics: ClassVar[frozenset[str]] = frozenset({"person"})

    least: int = 0
    most: int = 150

    @property
    def title(self) -> T:
        """As the bounds are."""
        if self.least and self.most < 150:
            return T(f"العمر من {self.least} إلى {self.most}", en=f"Age {self.least} to {self.most}")
        if self.least:
            return T(f"العمر {self.least} فأكثر", en=f"Age {self.least} or over")
        return T(f"العمر {self.most} فأقل", en=f"Age {self.most} or under")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """In whole Gregorian years, today."""
        if facts.person is None:
            return unknown(facts, "person")
        age = facts.person.age_on(facts.today)
        if age < self.least:
            return From(facts.person.birthday(self.least))
        return Met() if age <= self.most else Unmet(T("العمر أكبر من الحد.", en="Older than the limit."))
