"""A document of the person is valid today."""

from dataclasses import dataclass

from bawaba.cases.answers import Answer, Met, Unknown, Unmet
from bawaba.cases.conditions.shape import REGISTER
from bawaba.cases.facts import Facts
from bawaba.core.text import T

NAMES = {
    "national_id": T("بطاقة الهوية سارية", en="The national ID card is valid"),
    "iqama": T("الإقامة سارية", en="The residence permit is valid"),
    "passport": T("جواز السفر سارٍ", en="The passport is valid"),
    "visa": T("التأشيرة سارية", en="The visa is valid"),
}


@dataclass(frozen=True)
class DocumentValid:
    """Valid today."""

    document: str

    @property
    def title(self) -> T:
        """By the document's name."""
        return NAMES[self.document]

    def holds(self, facts: Facts) -> Answer:
        """The newest document of the kind."""
        if facts.person is None:
            return Unknown(REGISTER)
        found = facts.person.value.document(self.document)
        if found is not None and found.expires >= facts.today:
            return Met()
        return Unmet(T("انتهت صلاحيتها أو لا توجد في السجل.", en="It has expired, or the register has none."))
