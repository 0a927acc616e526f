"""What presence does to enrolments; called inside R5 by identity.attestation."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.core.secrets import new_handle
from bawaba.identity.enrolment.claims import Claims, open_claims, seal_claims
from bawaba.identity.enrolment.commands import IllegalMove
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.enrolment.models import Enrolment
from bawaba.identity.enrolment.queries import handle_hash
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.journal.vault import blind_index


@dataclass(frozen=True)
class Present:
    """The person at a kiosk, a counter or in their bank: who, and on which proven phone."""

    population: str
    identifier_kind: str
    identifier: str
    phone: str
    language: str
    terms_version: str
    evidence: UUID


@dataclass(frozen=True)
class Chosen:
    """What the applicant had chosen before they came."""

    enrolment: UUID
    user_name: str
    password_hash: str
    terms_version: str
    email: str
    email_confirmed: bool
    language: str


def open_at_presence(*, present: Present, by: Actor) -> UUID:
    """Kiosk first: an enrolment that is registered the moment it is made."""
    row = _make(present, "registered", clock.now() + settings.LIMITS.registered_life)
    record(Happening("enrolment.open_at_presence", row, by, {"population": present.population}))
    return row


def reserve(*, present: Present, then: list[Task], enrolment: UUID, by: Actor) -> None:
    """Bank first: an enrolment that waits to be completed on the portal, not an account."""
    _make(present, "reserved", clock.now() + settings.LIMITS.reserved_life, row_id=enrolment)
    record(Happening("enrolment.reserve", enrolment, by, {"population": present.population}), then=then)


def activate(*, enrolment: UUID, evidence: UUID, by: Actor) -> Chosen:
    """One conditional UPDATE decides; then every other enrolment of the identifier is superseded."""
    step = ENROLMENT.move("activate")
    now = clock.now()
    won = Enrolment.objects.filter(uuid=enrolment, state__in=step.sources, expires_at__gt=now).update(
        state=step.target, ended_at=now, phone_slot=None, evidence=evidence
    )
    if not won:
        raise IllegalMove("activate")
    row = Enrolment.objects.get(uuid=enrolment)
    record(Happening("enrolment.activate", enrolment, by))
    _supersede_others(row, by)
    claims = open_claims(row.uuid, row.claims)
    return Chosen(
        enrolment=enrolment,
        user_name=claims.user_name,
        password_hash=row.password,
        terms_version=row.terms_version,
        email=claims.email,
        email_confirmed=row.email_confirmed_at is not None,
        language=row.language,
    )


def fail(*, enrolment: UUID, by: Actor) -> None:
    """A statement about it did not activate; it waits on, and its pages say so."""
    _move(enrolment, "fail", by)


def retry(*, enrolment: UUID) -> None:
    """Presence has come again: what failed before is registered again, inside the same transaction."""
    _move(enrolment, "retry", SYSTEM)


def supersede_all(*, number: str, account: UUID, by: Actor) -> None:
    """A rebind: whatever waits under this identifier has lost."""
    _supersede(Enrolment.objects.filter(identifier_index=blind_index("enrolment.identifier", number)), account, by)


def discard(*, enrolment: UUID, by: Actor) -> None:
    """The person who stands there says: not mine."""
    _supersede(Enrolment.objects.filter(uuid=enrolment), enrolment, by)


def complete_reserved(*, enrolment: UUID, user_name: str, password_hash: str, terms_version: str, by: Actor) -> None:
    """Bank first, completed on the portal: what the person chose, just before R5 runs."""
    del by
    row = Enrolment.objects.get(uuid=enrolment)
    claims = open_claims(row.uuid, row.claims).updated({"user_name": user_name})
    won = Enrolment.objects.filter(pk=row.pk, state="reserved", expires_at__gt=clock.now()).update(
        claims=seal_claims(row.uuid, claims), password=password_hash, terms_version=terms_version
    )
    if not won:
        raise IllegalMove("complete")


def _move(enrolment: UUID, name: str, by: Actor) -> None:
    step = ENROLMENT.move(name)
    if Enrolment.objects.filter(uuid=enrolment, state__in=step.sources).update(state=step.target):
        record(Happening(f"enrolment.{name}", enrolment, by))


def _supersede_others(row: Enrolment, by: Actor) -> None:
    others = Enrolment.objects.filter(identifier_index=row.identifier_index).exclude(pk=row.pk)
    _supersede(others, row.uuid, by)


def _supersede(rows: QuerySet[Enrolment], subject: UUID, by: Actor) -> None:
    """One set-wide UPDATE and one event with the count (R5)."""
    step = ENROLMENT.move("supersede")
    count = rows.filter(state__in=step.sources).update(
        state=step.target, ended_at=clock.now(), phone_slot=None, password=""
    )
    if count:
        record(Happening("enrolment.supersede", subject, by, count=count))


def _make(present: Present, state: str, expires_at: datetime, row_id: UUID | None = None) -> UUID:
    handle = row_id or uuid.uuid4()
    now, reference = clock.now(), new_reference()
    claims = Claims(
        identifier_kind=present.identifier_kind,
        identifier=present.identifier,
        reference=reference,
        phone=present.phone,
    )
    Enrolment.objects.create(
        uuid=handle,
        handle=handle_hash(new_handle()),
        reference=blind_index("enrolment.reference", reference),
        population=present.population,
        state=state,
        identifier_index=blind_index("enrolment.identifier", present.identifier),
        phone_index=blind_index("enrolment.phone", present.phone),
        claims=seal_claims(handle, claims),
        terms_version=present.terms_version,
        language=present.language,
        made_at=now,
        phone_proven_at=now,
        expires_at=expires_at,
        evidence=present.evidence,
    )
    return handle
