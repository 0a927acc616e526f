"""Whether the register has one, valid or not."""

from dataclasses import dataclass
from typing import ClassVar

from bawaba.cases.answers import Answer, Met, Unmet
from bawaba.cases.conditions.shape import Answers, unknown
from bawaba.cases.document_names import NAMES
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class HoldsDocument:
    """The person holds a document of the kind."""

    topics: ClassVar[frozenset[str]] = frozenset({"person"})

    document: str

    @property
    def title(self) -> T:
        """By the document's name."""
        name = NAMES[self.document]
        return T(f"وجود {name.ar} في السجل", en=f"{name.en}: you hold one")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """Whether the register has one, valid or not."""
        if facts.person is None:
            return unknown(facts, "person")
        if facts.person.document(self.document) is not None:
            return Met()
        return Unmet(T("لا وثيقة من هذا النوع في السجل.", en="The register has none."))
