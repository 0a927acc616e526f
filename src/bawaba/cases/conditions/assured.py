"""Judged on the account's assurance."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Mend, Met, Unmet
from bawaba.cases.conditions.shape import Answers
from bawaba.cases.facts import Facts
from bawaba.core.text import T

REMOTE = 2  # the most that a bank or an unattended kiosk can vouch for
BEFORE_OFFICER = T(
    "تحققنا منك عند جهاز أو بنك، وتحتاج هذه الخدمة إلى التحقق أمام موظف: زر أحد المكاتب.",
    en="A kiosk or a bank vouched for you; this service needs an officer to: visit a counter.",
)
ANYWHERE = T(
    "تحتاج هذه الخدمة إلى إثبات هويتك: عند جهاز الخدمة الذاتية أو بنكك أو أحد المكاتب.",
    en="This service needs proof of who you are: at a kiosk, your bank or a counter.",
)
COUNTER = Mend(T("أقرب مكتب", en="Nearest counters"), "/places")


@dataclass(frozen=True)
class Assured:
    """At least this level: 2 attested remotely or unattended, 3 attended in person; every service is judged by it."""

    topics: ClassVar[frozenset[str]] = frozenset(())

    level: int
    title: T = T("تحققنا من هويتك حضوريًا", en="Your identity was proven in person")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Judged on the account's assurance."""
        if facts.applicant.assurance >= self.level:
            return Met()
        return Unmet(BEFORE_OFFICER if self.level > REMOTE else ANYWHERE, COUNTER)
