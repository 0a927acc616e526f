"""Facts that conditions, fees and decisions read: a frozen picture of what the registers said, and as of when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bawaba.documents.queries import DocumentView
from bawaba.identity.accounts.queries import Applicant
from bawaba.registers.ports import Known, Person, Vehicle, Violation
from bawaba.registers.topics import Standing


@dataclass(frozen=True)
class Facts:
    """``known`` holds what was heard of the person concerned, by topic; a topic that is missing did not answer."""

    applicant: Applicant
    now: datetime
    today: date
    known: Mapping[str, Known[Any]] = field(default_factory=dict)
    asked_before: frozenset[str] = frozenset()  # of what is offered once: what earlier applications chose
    nothing_left: bool = False  # all of it
    looked_back: bool = True  # else what was asked for before is known at the review only
    asked_on: date | None = (
        None  # when it was submitted first: who asked in time is not late because an officer asked back
    )
    received: Mapping[str, date] = field(default_factory=dict)  # by agency, the day of the last appointment held there

    @property
    def day_of_asking(self) -> date:
        """The day that a deadline is measured by."""
        return self.asked_on or self.today

    def heard(self, topic: str) -> Any | None:
        """What was heard on a topic just now; None when its source did not answer, or only long ago."""
        found = self.known.get(topic)
        return found.value if found is not None and not found.stale else None

    def since(self, topic: str) -> datetime | None:
        """As of when a topic that does not answer now was heard last."""
        found = self.known.get(topic)
        return found.as_of if found is not None else None

    @property
    def person(self) -> Person | None:
        """The person concerned."""
        return self.heard("person")

    @property
    def papers(self) -> Sequence[DocumentView]:
        """The newest documents that were issued to the applicant here, and that still count."""
        return [one for one in self.heard("papers") or () if one.word == "valid"]

    @property
    def violations(self) -> Sequence[Violation] | None:
        """All of them."""
        return self.heard("violations")

    @property
    def vehicles(self) -> Sequence[Vehicle] | None:
        """All of them."""
        return self.heard("vehicles")

    @property
    def standing(self) -> Standing | None:
        """What authorities have noted."""
        return self.heard("standing")

    def unpaid(self) -> Sequence[Violation]:
        """Unpaid violations; whether the source answered is asked by ``violations``."""
        return [one for one in self.violations or () if one.status == "unpaid"]
