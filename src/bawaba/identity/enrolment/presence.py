"""What presence does to enrolments; called inside R5 by identity.attestation."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import BinaryField, DateTimeField, QuerySet, UUIDField

from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.core.secrets import new_handle
from bawaba.identity.enrolment.claims import Claims, open_claims, open_claims_beside, seal_claims
from bawaba.identity.enrolment.commands import IllegalMove
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.enrolment.models import IS_PENDING, Enrolment
from bawaba.identity.enrolment.queries import handle_hash
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.journal.prepared import Given, Prepared, PreparedUpdate, built, columns_of
from bawaba.journal.vault import blind_index, with_keys

ACTIVATE, SUPERSEDE = ENROLMENT.move("activate"), ENROLMENT.move("supersede")
ONE, NOW = Given("enrolment", UUIDField()), Given("now", DateTimeField())
SUPERSEDED = {"state": SUPERSEDE.target, "phone_slot": None, "password": ""}
ALIVE = PreparedUpdate(
    lambda: Enrolment.objects.filter(uuid=ONE, state__in=ACTIVATE.sources, expires_at__gt=NOW),
    state=ACTIVATE.target,
    ended_at=NOW,
    phone_slot=None,
    evidence=Given("evidence", UUIDField()),
)
ACTIVATED = Prepared(
    lambda: with_keys(Enrolment.objects.filter(uuid=ONE), "uuid").values_list(*columns_of(Enrolment), "wrapped_key")
)
OTHERS = PreparedUpdate(
    lambda: Enrolment.objects.filter(
        IS_PENDING, identifier_index=Given("index", BinaryField()), state__in=SUPERSEDE.sources
    ).exclude(uuid=ONE),
    **SUPERSEDED,
    ended_at=NOW,
)


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
    """One conditional UPDATE decides; then every other enrolment of the identifier is superseded.

    Presence has come again: what failed before is registered again first, inside the same transaction.
    """
    if not _come_alive(enrolment, evidence):
        _move(enrolment, "retry", SYSTEM)
        if not _come_alive(enrolment, evidence):
            raise IllegalMove("activate")
    row, wrapped_key = _activated(enrolment)
    record(Happening("enrolment.activate", enrolment, by))
    others = OTHERS.count(index=row.identifier_index, enrolment=enrolment, now=clock.now())
    _note_superseded(others, enrolment, by)
    claims = open_claims_beside(enrolment, row.claims, wrapped_key)
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


def _come_alive(enrolment: UUID, evidence: UUID) -> int:
    return ALIVE.count(enrolment=enrolment, evidence=evidence, now=clock.now())


def _activated(enrolment: UUID) -> tuple[Enrolment, bytes | None]:
    *row, wrapped_key = ACTIVATED.rows(enrolment=enrolment)[0]
    return built(Enrolment, row), wrapped_key


def _supersede(rows: QuerySet[Enrolment], subject: UUID, by: Actor) -> None:
    """One set-wide UPDATE and one event with the count (R5)."""
    changed = SUPERSEDED | {"ended_at": clock.now()}
    _note_superseded(rows.filter(IS_PENDING, state__in=SUPERSEDE.sources).update(**changed), subject, by)


def _note_superseded(count: int, subject: UUID, by: Actor) -> None:
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
