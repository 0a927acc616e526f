"""A hospital's notice that is not yet registered."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class BirthToRegister:
    """There is a newborn to register."""

    topics: ClassVar[frozenset[str]] = frozenset({"births"})

    field: str = "notice"
    title: T = T("يوجد بلاغ ولادة من المستشفى لم يُسجَّل بعد", en="A hospital's birth notice waits to be registered")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """A hospital's notice that is not yet registered."""
        found = facts.heard("births")
        if found is None:
            return unknown(facts, "births")
        if any(not one.registered and answers.get(self.field) in (None, one.number) for one in found):
            return Met()
        return Unmet(
            T(
                "لا يوجد بلاغ ولادة باسمك. يرسله المستشفى.",
                en="There is no birth notice in your name. The hospital sends it.",
            )
        )
