"""Judged on the last border crossing."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class OutsideCountry:
    """The person is outside the country."""

    topics: ClassVar[frozenset[str]] = frozenset({"person"})

    title: T = T("خارج البلاد", en="Outside the country")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged on the last border crossing."""
        if facts.person is None:
            return unknown(facts, "person")
        if not facts.person.inside_country:
            return Met()
        return Unmet(T("السجل يفيد بالوجود داخل البلاد.", en="The register says: inside the country."))
