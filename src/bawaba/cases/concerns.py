"""Whom an application concerns when it is not the applicant: kept sealed, with the right to act."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from bawaba.core.text import T
from bawaba.identity.accounts.queries import live_account_of_person
from bawaba.journal.vault import seal, unseal

WARD = "ward"  # the relation of whom a guardian or a representative acts for
DELEGATION = T("بتفويض منه", en="under their delegation")
HOUSEHOLD = T("رب الأسرة أو زوجه كما في السجل", en="as head of household or spouse, as the register has it")


@dataclass(frozen=True)
class Concerned:
    """A member of the family, a ward, or who gave a delegation (then ``account`` is theirs and the document goes to them)."""

    person_key: str
    name_ar: str
    name_en: str
    relation: str
    delegation: str = ""
    account: str = ""
    population: str = ""  # of the giver or ward, where theirs counts
    tie_ar: str = ""  # which tie the register names, word for word
    tie_en: str = ""
    decision: str = ""  # the number of the court's or agency's decision
    last_day: str = ""  # of the tie, ISO; empty when it has no end

    @property
    def name(self) -> T:
        """In both languages."""
        return T(self.name_ar, en=self.name_en)

    def is_over(self, today: date) -> bool:
        """Whether the last day of the tie, as it was read, has passed."""
        return bool(self.last_day) and date.fromisoformat(self.last_day) < today

    @property
    def right(self) -> T:
        """By which right somebody acts for them, in both languages."""
        if self.tie_ar:
            return T(f"{self.tie_ar}، القرار {self.decision}", en=f"{self.tie_en}, decision {self.decision}")
        return DELEGATION if self.delegation else HOUSEHOLD


def seal_concerned(account: UUID, application: UUID, who: Concerned | None) -> bytes | None:
    """Under the applicant's key."""
    if who is None:
        return None
    return seal(account, "application.concerns", application, json.dumps(asdict(who), ensure_ascii=False))


def open_concerned(account: UUID, application: UUID, sealed: bytes | None) -> Concerned | None:
    """None: the applicant's own affair."""
    if sealed is None:
        return None
    return Concerned(**json.loads(unseal(account, "application.concerns", application, sealed)))


def account_of(concerned: Concerned | None) -> UUID | None:
    """None where nobody is concerned, or has no account that could be told."""
    if concerned is None:
        return None
    return UUID(concerned.account) if concerned.account else live_account_of_person(concerned.person_key)
