"""Judged on the account's state."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class AccountAwake:
    """The account is active; asleep it can read, pay and object, not apply."""

    topics: ClassVar[frozenset[str]] = frozenset(())

    title: T = T("حسابك نشط", en="Your account is active")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged on the account's state."""
        if facts.applicant.state == "active":
            return Met()
        return Unmet(T("حسابك غير نشط الآن.", en="Your account is not active now."))
