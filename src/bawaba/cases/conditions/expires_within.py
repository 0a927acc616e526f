"""Not before so many days from its end; one that has run out may be renewed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from bawaba.cases.answers import Answer, From, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.document_names import NAMES
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class ExpiresWithin:
    """A document may be renewed now."""

    topics: ClassVar[frozenset[str]] = frozenset({"person"})

    document: str
    days: int

    @property
    def title(self) -> T:
        """By the document's name."""
        name = NAMES[self.document]
        return T(f"بقي على انتهاء {name.ar} {self.days} يومًا أو أقل", en=f"{name.en}: {self.days} days left, or fewer")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Not before so many days from its end; one that has run out may be renewed."""
        if facts.person is None:
            return unknown(facts, "person")
        found = facts.person.document(self.document)
        if found is None:
            return Unmet(T("لا وثيقة من هذا النوع في السجل.", en="The register has none."))
        opens = found.expires - timedelta(days=self.days)
        return Met() if opens <= facts.today else From(opens)
