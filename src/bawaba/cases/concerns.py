"""Whom an application concerns when it is not the applicant: kept sealed, with the right to act."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from bawaba.core.text import T
from bawaba.journal.vault import seal, unseal


@dataclass(frozen=True)
class Concerned:
    """A member of the family, or who gave a delegation (then ``account`` is theirs and the document goes to them)."""

    person_key: str
    name_ar: str
    name_en: str
    relation: str
    delegation: str = ""
    account: str = ""
    population: str = ""  # of the giver

    @property
    def name(self) -> T:
        """In both languages."""
        return T(self.name_ar, en=self.name_en)


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
