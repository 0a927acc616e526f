"""The account is active; asleep it can read, pay and object, not apply."""

from dataclasses import dataclass

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class AccountAwake:
    """Active."""

    title: T = T("حسابك نشط", en="Your account is active")

    def holds(self, facts: Facts) -> Answer:
        """Judged on the account's state."""
        if facts.applicant.state == "active":
            return Met()
        return Unmet(T("حسابك غير نشط الآن.", en="Your account is not active now."))
