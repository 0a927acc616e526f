"""The newest document of the kind runs today, or for so many days more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.document_names import NAMES
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class NotExpired:
    """A document of the person is valid."""

    topics: ClassVar[frozenset[str]] = frozenset({"person"})

    document: str
    for_days: int = 0

    @property
    def title(self) -> T:
        """By the document's name."""
        name = NAMES[self.document]
        if self.for_days:
            return T(
                f"سريان {name.ar} {self.for_days} يومًا أخرى على الأقل",
                en=f"{name.en}: runs for at least {self.for_days} more days",
            )
        return T(f"سريان {name.ar}", en=f"{name.en}: valid")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """The newest document of the kind runs today, or for so many days more."""
        if facts.person is None:
            return unknown(facts, "person")
        found = facts.person.document(self.document)
        if found is None:
            return Unmet(T("لا وثيقة من هذا النوع في السجل.", en="The register has none."))
        if found.expires >= facts.today + timedelta(days=self.for_days):
            return Met()
        return Unmet(T("انتهت المدة أو توشك أن تنتهي.", en="It has expired, or is about to."))
