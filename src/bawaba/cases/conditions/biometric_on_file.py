"""On file, or exempt from it."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T

PLACES = Mend(T("أماكن الخدمة", en="Service counters"), "/places")


@dataclass(frozen=True)
class BiometricOnFile:
    """A fingerprint is on record."""

    topics: ClassVar[frozenset[str]] = frozenset({"person"})

    from_age: int = 0
    title: T = T("البصمة مسجلة", en="A fingerprint is on record")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """On file, or exempt from it."""
        if facts.person is None:
            return unknown(facts, "person")
        young = facts.person.age_on(facts.today) < self.from_age
        if young or facts.person.biometric_on_file or facts.person.biometric_exempt:
            return Met()
        return Unmet(T("سجّل البصمة في أقرب مكتب خدمة.", en="Have it recorded at a service counter."), PLACES)
