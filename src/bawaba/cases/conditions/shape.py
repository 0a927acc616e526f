"""What a condition is."""

from collections.abc import Mapping
from typing import Any, Protocol

from bawaba.cases.answers import Answer, Unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T

Answers = Mapping[str, Any]
SOURCES = {
    "person": T("السجل الوطني", en="the national register"),
    "violations": T("سجل المرور", en="the traffic register"),
    "vehicles": T("سجل المركبات", en="the vehicle register"),
    "travel": T("سجل المنافذ", en="the border register"),
    "address": T("العنوان الوطني", en="the national address register"),
    "medical": T("سجل الفحوص الطبية", en="the medical register"),
    "births": T("سجل المواليد", en="the register of births"),
    "guests": T("سجل الزيارات", en="the register of visits"),
    "permits": T("سجل التأشيرات", en="the register of visas"),
    "inmates": T("سجل السجون", en="the prisons register"),
    "standing": T("السجل الوطني", en="the national register"),
}


class Condition(Protocol):
    """A title that everybody may read, the topics it asks about, and an answer over facts and answers: pure."""

    @property
    def title(self) -> T:
        """As shown before applying."""

    @property
    def topics(self) -> frozenset[str]:
        """What must be heard for it."""

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """One of the four answers. Before anything was chosen: met when some choice could meet it."""


def unknown(facts: Facts, topic: str) -> Unknown:
    """The source of a topic did not answer."""
    return Unknown(SOURCES[topic], facts.since(topic))
