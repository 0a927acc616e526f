"""The person is inside the country."""

from dataclasses import dataclass

from bawaba.cases.answers import Answer, Met, Unknown, Unmet
from bawaba.cases.conditions.shape import REGISTER
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class InsideCountry:
    """By the last border crossing."""

    title: T = T("أنت داخل البلاد", en="You are inside the country")

    def holds(self, facts: Facts) -> Answer:
        """Judged on the register's record."""
        if facts.person is None:
            return Unknown(REGISTER)
        if facts.person.value.inside_country:
            return Met()
        return Unmet(T("السجل يفيد بأنك خارج البلاد.", en="The register says that you are outside the country."))
