"""Somebody else's number: nothing is said about whether it exists."""

from dataclasses import dataclass
from typing import Any, ClassVar

from bawaba.cases.facts import Facts
from bawaba.cases.fields.shape import BadAnswer, Posted, first
from bawaba.core.identifiers import InvalidIdentifier, parse
from bawaba.core.text import T

KINDS = ("national_id", "iqama", "border_number")
OWN = T("هذا رقمك أنت. اكتب رقم الطرف الآخر.", en="This is your own number. Type the other person's.")


@dataclass(frozen=True)
class PersonNumber:
    """An ID, permit or border number."""

    name: str
    label: T
    hint: T | None = None
    widget: ClassVar[str] = "person_number"
    topics: ClassVar[frozenset[str]] = frozenset({"person"})

    def clean(self, posted: Posted, facts: Facts) -> Any:
        """Normalised, and not the applicant's own."""
        typed, last = first(posted, self.name), None
        for kind in KINDS:
            try:
                found = parse(kind, typed).value
            except InvalidIdentifier as error:
                last = error
                continue
            if facts.person is not None and found == facts.person.identifier:
                raise BadAnswer(OWN, "own")
            return found
        raise BadAnswer(last.text if last else OWN, "number")

    def shown(self, answer: Any, facts: Facts) -> T:
        """As typed."""
        return T(str(answer), en=str(answer))
