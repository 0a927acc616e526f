"""Fraud review: what waits under an identifier is held by the system; an officer releases it, keeps it, or closes it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.enrolment.claims import Claims, open_claims
from bawaba.identity.enrolment.commands import IllegalMove
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.enrolment.models import IS_PENDING, Enrolment
from bawaba.identity.enrolment.queries import NoEnrolment
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.journal.tracker import note_look
from bawaba.journal.vault import blind_index
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient

HELD = "in_fraud_review"
PAGE = 30


@dataclass(frozen=True)
class Held:
    """A registration in fraud review, as the desk sees it."""

    number: int
    enrolment: UUID
    population: str
    claims: Claims
    made_at: datetime
    expires_at: datetime
    others: int  # that wait under the same identifier


def hold_for_review(*, number: str, by: Actor) -> None:
    """One set-wide UPDATE and one event with the count; presence still goes on, as kiosk first or bank first."""
    step = ENROLMENT.move("hold")
    index = blind_index("enrolment.identifier", number)
    with transaction.atomic():
        rows = Enrolment.objects.filter(IS_PENDING, identifier_index=index, state__in=step.sources)
        first = rows.values_list("uuid", flat=True).first()
        count = rows.update(state=step.target)
        if count and first is not None:
            record(Happening("enrolment.hold", first, by, {"reason": "wrong_live_codes"}, count=count))


def release_enrolment(*, reference: str, by: Actor) -> UUID:
    """By its reference, from the console. IllegalMove when it is not, or no longer, held."""
    rows = Enrolment.objects.filter(reference=blind_index("enrolment.reference", reference), state=HELD)
    found = rows.values_list("uuid", flat=True).first()
    if found is None:
        raise IllegalMove("release")
    release_held(enrolment=found, reason="console", by=by)
    return found


def release_held(*, enrolment: UUID, reason: str, by: Actor) -> None:
    """An officer has looked: it waits for presence again, until its old deadline. IllegalMove."""
    with transaction.atomic():
        _move(enrolment, "release")
        _record(enrolment, "release", reason, by)


def close_held(*, enrolment: UUID, reason: str, by: Actor) -> None:
    """It is over, and goes with what was typed. IllegalMove."""
    with transaction.atomic():
        _move(enrolment, "close", ended_at=clock.now(), phone_slot=None, password="")
        _record(enrolment, "close", reason, by)


def keep_held(*, enrolment: UUID, reason: str, by: Actor) -> None:
    """It stays; the applicant hears where to turn. IllegalMove when it is not held."""
    with transaction.atomic():
        if not Enrolment.objects.filter(uuid=enrolment, state=HELD, expires_at__gt=clock.now()).update(state=HELD):
            raise IllegalMove("keep")
        _record(enrolment, "keep", reason, by)


def look_at_held(*, enrolment: UUID, by: Actor) -> None:
    """Every look is an event; of the number's holder as well, whom the page shows as the register has them."""
    row = Enrolment.objects.get(uuid=enrolment)
    holder = live_account_of_number(open_claims(row.uuid, row.claims).identifier)
    with transaction.atomic():
        record(Happening("enrolment.look", enrolment, by))
        if holder is not None:
            note_look(at=holder, what="registration", by=by, agency="identity", role="reviewer")


def held_enrolments(after: int | None) -> list[tuple[int, UUID, datetime, datetime]]:
    """Number, handle, since when registered, deadline: oldest first, and nobody is named."""
    rows = Enrolment.objects.filter(state=HELD, expires_at__gt=clock.now(), pk__gt=after or 0).order_by("pk")
    return list(rows.values_list("pk", "uuid", "made_at", "expires_at")[:PAGE])


def held(enrolment: UUID) -> Held:
    """NoEnrolment when it is not, or no longer, held."""
    row = Enrolment.objects.filter(uuid=enrolment, state=HELD, expires_at__gt=clock.now()).first()
    if row is None:
        raise NoEnrolment
    others = Enrolment.objects.filter(identifier_index=row.identifier_index, state=HELD).exclude(pk=row.pk).count()
    claims = open_claims(row.uuid, row.claims)
    return Held(row.pk, row.uuid, row.population, claims, row.made_at, row.expires_at, others)


def _move(enrolment: UUID, move: str, **columns: object) -> None:
    step = ENROLMENT.move(move)
    waiting = Enrolment.objects.filter(uuid=enrolment, state__in=step.sources, expires_at__gt=clock.now())
    if not waiting.update(state=step.target, **columns):
        raise IllegalMove(move)


def _record(enrolment: UUID, move: str, reason: str, by: Actor) -> None:
    told = _tell(enrolment, f"enrolment-{move}")
    record(Happening(f"enrolment.{move}", enrolment, by, {"reason": reason}), then=told)


def _tell(enrolment: UUID, template: str) -> tuple[Task, ...]:
    row = Enrolment.objects.get(uuid=enrolment)
    claims = open_claims(row.uuid, row.claims)
    return write_messages(
        template=template,
        to=Recipient(subject=row.uuid, language=row.language, phone=claims.phone or None),
        values={"reference": claims.reference, "deadline": row.expires_at.isoformat()},
        channels=("sms",),
        by=SYSTEM,
    )
