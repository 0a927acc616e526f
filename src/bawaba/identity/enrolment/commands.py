"""What an applicant does: start, type, prove the phone, submit, cancel. No request here asks the register or the accounts (R2)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.core.secrets import new_handle, same_code
from bawaba.identity.codes.commands import withdraw_codes
from bawaba.identity.enrolment.claims import Claims, open_claims, seal_claims
from bawaba.identity.enrolment.lifecycle import EDITABLE, ENROLMENT, PENDING
from bawaba.identity.enrolment.models import Enrolment
from bawaba.identity.enrolment.queries import email_mark, handle_hash
from bawaba.identity.enrolment.receipts import receipt
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import blind_index, destroy_keys

PHONE_CODE = "enrolment-phone"


class IllegalMove(Exception):
    """The enrolment is not, or no longer, in a state from which this is possible."""


class TooManyForPhone(Exception):
    """Three live proven enrolments a phone (R3)."""


@dataclass(frozen=True)
class Started:
    """What the browser keeps: the handle goes into the cookie and nowhere else."""

    enrolment: UUID
    handle: str


def start_enrolment(*, population: str, language: str, by: Actor) -> Started:
    """Begin: a handle of 128 random bits, and nothing known yet."""
    row_id, handle, reference = uuid.uuid4(), new_handle(), new_reference()
    with transaction.atomic():
        Enrolment.objects.create(
            uuid=row_id,
            handle=handle_hash(handle),
            reference=blind_index("enrolment.reference", reference),
            population=population,
            state=ENROLMENT.initial(),
            claims=seal_claims(row_id, Claims(reference=reference)),
            language=language,
            made_at=clock.now(),
            expires_at=clock.now() + settings.LIMITS.started_life,
        )
        record(Happening("enrolment.start", row_id, by, {"population": population}))
    return Started(row_id, handle)


def save_claims(*, enrolment: UUID, typed: Mapping[str, str], language: str = "", by: Actor) -> None:
    """Keep what was typed and slide the clock; a changed phone is unproven again.

    A keystroke is no event, what counts is recorded on submission; only a phone that had been proved is.
    """
    row = _editable(enrolment)
    old = open_claims(row.uuid, row.claims)
    new = old.updated(typed)
    changed: dict[str, Any] = {"claims": seal_claims(row.uuid, new), "expires_at": _slid(row)}
    changed |= {"language": language} if language in {"ar", "en"} else {}
    if new.identifier:
        changed["identifier_index"] = blind_index("enrolment.identifier", new.identifier)
    if new.phone:
        changed["phone_index"] = blind_index("enrolment.phone", new.phone)
    if new.phone != old.phone:
        changed |= {"state": "started", "phone_proven_at": None, "phone_slot": None}
        changed["expires_at"] = clock.now() + settings.LIMITS.started_life
    if new.email != old.email:
        changed["email_confirmed_at"] = None
    with transaction.atomic():
        if not Enrolment.objects.filter(pk=row.pk, state=row.state, claims=row.claims).update(**changed):
            raise IllegalMove("save")
        if new.phone != old.phone:
            withdraw_codes(purpose=PHONE_CODE, subject=row.uuid, by=by)  # a code proves the phone that it went to
        if row.state == "phone_proven" and new.phone != old.phone:
            record(Happening("enrolment.change_phone", row.uuid, by))


def choose_population(*, enrolment: UUID, population: str, by: Actor) -> None:
    """Another card was chosen: the identifier typed for the former one is forgotten."""
    del by
    row = _editable(enrolment)
    kept = open_claims(row.uuid, row.claims).updated({"identifier": "", "identifier_kind": ""})
    Enrolment.objects.filter(pk=row.pk, state__in=EDITABLE).update(
        population=population, identifier_index=None, claims=seal_claims(row.uuid, kept), expires_at=_slid(row)
    )


def extend_enrolment(*, enrolment: UUID, by: Actor) -> None:
    """The one-tap extension of the clock."""
    del by
    row = _editable(enrolment)
    Enrolment.objects.filter(pk=row.pk, state__in=EDITABLE).update(expires_at=_slid(row))


def prove_phone(*, enrolment: UUID, by: Actor) -> None:
    """The code was right: take one of the phone's three slots, or say that there is none."""
    row = _editable(enrolment)
    taken = set(
        Enrolment.objects.filter(phone_index=row.phone_index, phone_slot__isnull=False).values_list(
            "phone_slot", flat=True
        )
    )
    for slot in range(1, settings.LIMITS.enrolments_per_phone + 1):
        if slot not in taken and _prove_in_slot(row, slot, by):
            return
    raise TooManyForPhone(enrolment)


def _prove_in_slot(row: Enrolment, slot: int, by: Actor) -> bool:
    now = clock.now()
    try:
        with transaction.atomic():
            won = Enrolment.objects.filter(pk=row.pk, state="started", phone_index=row.phone_index).update(
                state="phone_proven",
                phone_slot=slot,
                phone_proven_at=now,
                expires_at=now + settings.LIMITS.phone_proven_life,
            )
            if not won:
                raise IllegalMove("prove_phone")
            record(Happening("enrolment.prove_phone", row.uuid, by))
    except IntegrityError:
        return False  # another enrolment of this phone took the slot in the same moment
    return True


def submit_enrolment(*, enrolment: UUID, password: str, terms_version: str, by: Actor) -> None:
    """Registered: the password's hash and the terms stay with the enrolment; the receipt goes out; a worker looks later."""
    hashed, now = make_password(password), clock.now()  # hashing holds no lock
    deadline = now + settings.LIMITS.registered_life
    with transaction.atomic():
        won = Enrolment.objects.filter(uuid=enrolment, state="phone_proven", expires_at__gt=now).update(
            state="registered", password=hashed, terms_version=terms_version, expires_at=deadline
        )
        if not won:
            raise IllegalMove("submit")
        row = Enrolment.objects.get(uuid=enrolment)
        look = Task("enrolment.look", {"enrolment": str(enrolment)}, due=now + timedelta(seconds=30))
        record(Happening("enrolment.submit", enrolment, by), then=[*receipt(row, ("sms", "email")), look])


def confirm_email(*, enrolment: UUID, mark: str, by: Actor) -> None:
    """The button behind the mail's link was pressed; until then the address receives nothing else.

    ``mark`` names the address the link was sent to: IllegalMove when another was typed since, or the end has come.
    """
    row = Enrolment.objects.filter(uuid=enrolment, state__in=(*PENDING, "activated")).first()
    if row is None or not same_code(mark.encode(), email_mark(open_claims(row.uuid, row.claims).email).encode()):
        raise IllegalMove("confirm_email")
    with transaction.atomic():
        won = Enrolment.objects.filter(pk=row.pk, claims=row.claims, email_confirmed_at__isnull=True).update(
            email_confirmed_at=clock.now()
        )
        if won:
            told = Task("enrolment.email_confirmed", {"enrolment": str(enrolment)})
            record(Happening("enrolment.confirm_email", enrolment, by), then=[told])


def renew_handle(*, enrolment: UUID, by: Actor) -> str:
    """A resumed enrolment belongs to this browser from now on; the former cookie is dead."""
    del by
    handle = new_handle()
    if not Enrolment.objects.filter(uuid=enrolment, state__in=PENDING).update(handle=handle_hash(handle)):
        raise IllegalMove("resume")
    return handle


def cancel_enrolment(*, enrolment: UUID, by: Actor) -> None:
    """The applicant takes it back: what was typed is unreadable at once."""
    with transaction.atomic():
        _end(enrolment, "cancel")
        destroy_keys([enrolment])
        record(Happening("enrolment.cancel", enrolment, by))


def _end(enrolment: UUID, move: str) -> None:
    step = ENROLMENT.move(move)
    won = Enrolment.objects.filter(uuid=enrolment, state__in=step.sources).update(
        state=step.target, ended_at=clock.now(), phone_slot=None, password=""
    )
    if not won:
        raise IllegalMove(move)


def _editable(enrolment: UUID) -> Enrolment:
    row = Enrolment.objects.filter(uuid=enrolment, state__in=EDITABLE, expires_at__gt=clock.now()).first()
    if row is None:
        raise IllegalMove("edit")
    return row


def _slid(row: Enrolment) -> datetime:
    life = settings.LIMITS.started_life if row.state == "started" else settings.LIMITS.phone_proven_life
    return clock.now() + life
