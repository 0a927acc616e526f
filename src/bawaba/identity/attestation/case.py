"""What is known before the transaction of R5, and what it comes to."""

from dataclasses import dataclass
from uuid import UUID

from bawaba.identity.attestation.models import Attestor, Visit
from bawaba.identity.attestation.statement import Statement
from bawaba.identity.enrolment.queries import Match
from bawaba.identity.populations import NotReady
from bawaba.registers.ports import Person


@dataclass(frozen=True)
class Outcome:
    """What an attestation came to; ``why`` goes to a present person or a proven phone, never to a bank."""

    word: str  # activated, code_sent, not_activated
    user_name: str = ""
    first_login: bool = False
    rebound: bool = False
    account: UUID | None = None
    enrolment: UUID | None = None
    why: NotReady | None = None


@dataclass(frozen=True)
class Case:
    """Everything that was fetched before the transaction."""

    attestor: Attestor
    statement: Statement
    visit: Visit | None
    person: Person | None
    match: Match | None
    live_account: UUID | None
    refusal: NotReady | None
