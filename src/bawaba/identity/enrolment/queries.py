"""The only readers of enrolments for others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, DateTimeField, QuerySet

from bawaba.core import clock
from bawaba.identity.enrolment.claims import Claims, open_claims_beside
from bawaba.identity.enrolment.lifecycle import PENDING
from bawaba.identity.enrolment.models import IS_PENDING, Enrolment
from bawaba.journal.keys import keyring
from bawaba.journal.prepared import Given, Prepared
from bawaba.journal.vault import Erased, blind_index, with_keys
from bawaba.messaging.ports import Recipient

NOBODY = UUID(int=0)  # what is written to strangers about no registration is sealed under one key, kept for that


class NoEnrolment(LookupError):
    """None, or none any more: cancelled, expired, superseded."""


@dataclass(frozen=True)
class Sought:
    """A registration that somebody wants to find again, or none: the code is sent and tried alike."""

    enrolment: UUID
    to: Recipient


@dataclass(frozen=True)
class Draft:
    """An enrolment as its own pages see it."""

    enrolment: UUID
    population: str
    state: str
    claims: Claims
    language: str
    terms_version: str
    made_at: datetime
    expires_at: datetime
    phone_proven_at: datetime | None
    email_confirmed_at: datetime | None
    evidence: UUID | None

    def sought(self) -> Sought:
        """As somebody who has it, or has its reference, asks for a code."""
        to = Recipient(subject=self.enrolment, language=self.language, phone=self.claims.phone or None)
        return Sought(self.enrolment, to)


@dataclass(frozen=True)
class Match:
    """The enrolment of this identifier and this phone that presence would bring alive (R4)."""

    enrolment: UUID
    population: str
    state: str
    made_at: datetime
    user_name: str


def handle_hash(handle: str) -> bytes:
    """What the database keeps of a handle."""
    return keyring().code_hmac("enrolment", "handle", handle)


def email_mark(email: str) -> str:
    """What a link may carry of an e-mail address: enough to see that it is still the same, nothing to read."""
    return keyring().code_hmac("enrolment", "email", email).hex()[:32]


def sought_in_vain(question: str, *, language: str, phone: str | None = None) -> Sought:
    """Nobody's enrolment, the same for the same question: budgets and codes treat it as they treat anybody's."""
    handle = UUID(bytes=keyring().code_hmac("enrolment", "nothing", question)[:16])
    return Sought(handle, Recipient(subject=NOBODY, language=language, phone=phone))


def was_cancelled(handle: str) -> bool:
    """Whether the enrolment of this cookie was taken back: a second press finds the first one's answer."""
    return Enrolment.objects.filter(handle=handle_hash(handle), state="cancelled").exists()


def draft_of_handle(handle: str) -> Draft:
    """The pending enrolment of a cookie; NoEnrolment when its state has ended."""
    row = _drafts().filter(handle=handle_hash(handle), state__in=PENDING, expires_at__gt=clock.now()).first()
    if row is None:
        raise NoEnrolment
    return _draft(row)


def draft_of_reference(reference: str) -> Draft:
    """The pending enrolment of a reference that somebody typed; never shown before a fresh code (R7)."""
    index = blind_index("enrolment.reference", reference)
    row = _drafts().filter(reference=index, state__in=PENDING, expires_at__gt=clock.now()).first()
    if row is None:
        raise NoEnrolment
    return _draft(row)


@dataclass(frozen=True)
class Standing:
    """How an enrolment stands, whatever has become of it, and nothing that was typed."""

    enrolment: UUID
    state: str
    expires_at: datetime
    evidence: UUID | None


def standing_of_reference(reference: str) -> Standing:
    """NoEnrolment when there is none, or none any more."""
    rows = Enrolment.objects.filter(reference=blind_index("enrolment.reference", reference))
    found = rows.values_list("uuid", "state", "expires_at", "evidence").first()
    if found is None:
        raise NoEnrolment
    return Standing(*found)


def sought_by_reference(reference: str, *, language: str) -> Sought:
    """The same for whoever wants to find it again."""
    try:
        return draft_of_reference(reference).sought()
    except NoEnrolment:
        return sought_in_vain(reference, language=language)


def sought_by_number_and_phone(number: str, phone: str, *, language: str) -> Sought:
    """The newest registration that the holder of this phone may find again after losing the receipt.

    Nothing is read of it that the question did not say, so that somebody takes no longer than nobody (A10).
    """
    rows = FOUND_AGAIN.rows(**_keys(number, phone), now=clock.now())
    if not rows:
        return sought_in_vain(f"{number}|{phone}", language=language, phone=phone)
    handle, own_language = rows[0]
    return Sought(handle, Recipient(subject=handle, language=own_language, phone=phone))


def _found_again() -> QuerySet[Any]:
    rows = _of_number_and_phone(PENDING).order_by("-phone_proven_at", "-made_at")
    return rows.values_list("uuid", "language")[:1]


FOUND_AGAIN = Prepared(_found_again)


def match_for_presence(number: str, phone: str) -> Match | None:
    """R4: of this identifier and this phone, newest proven first."""
    rows = MATCH.rows(**_keys(number, phone), now=clock.now())
    if not rows:
        return None
    handle, population, state, made_at, sealed, key = rows[0]
    return Match(handle, population, state, made_at, open_claims_beside(handle, sealed, key).user_name)


def _match() -> QuerySet[Any]:
    rows = _of_number_and_phone(("registered", "attestation_failed"))
    keyed = with_keys(rows.order_by("-phone_proven_at"), "uuid")
    return keyed.values_list("uuid", "population", "state", "made_at", "claims", "wrapped_key")[:1]


MATCH = Prepared(_match)


def reserved_of_number(number: str) -> list[UUID]:
    """Bank first: all that waits to be completed under this identifier, whichever bank began it."""
    index = blind_index("enrolment.identifier", number)
    rows = Enrolment.objects.filter(IS_PENDING, identifier_index=index, state="reserved", expires_at__gt=clock.now())
    return list(rows.values_list("uuid", flat=True))


def draft(enrolment: UUID) -> Draft:
    """By its UUID, whatever its state; for tasks. One that was taken back is none: what it held is erased."""
    row = _drafts().filter(uuid=enrolment).first()
    if row is None:
        raise NoEnrolment
    try:
        return _draft(row)
    except Erased as error:
        raise NoEnrolment from error


def _keys(number: str, phone: str) -> dict[str, bytes]:
    return {
        "identifier_index": blind_index("enrolment.identifier", number),
        "phone_index": blind_index("enrolment.phone", phone),
    }


def _of_number_and_phone(states: Collection[str]) -> QuerySet[Any]:
    return Enrolment.objects.filter(
        identifier_index=Given("identifier_index", BinaryField()),
        phone_index=Given("phone_index", BinaryField()),
        state__in=states,
        expires_at__gt=Given("now", DateTimeField()),
    )


def _drafts() -> QuerySet[Any]:
    return with_keys(Enrolment.objects.all(), "uuid")


def _draft(row: Any) -> Draft:
    return Draft(
        enrolment=row.uuid,
        population=row.population,
        state=row.state,
        claims=open_claims_beside(row.uuid, row.claims, row.wrapped_key),
        language=row.language,
        terms_version=row.terms_version,
        made_at=row.made_at,
        expires_at=row.expires_at,
        phone_proven_at=row.phone_proven_at,
        email_confirmed_at=row.email_confirmed_at,
        evidence=row.evidence,
    )
