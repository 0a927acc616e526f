"""The only writers of appointments: a seat is won or lost by one statement, with its event, slip and messages."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from bawaba.cases.appointments import ports
from bawaba.cases.appointments.lifecycle import APPOINTMENT, LIVE
from bawaba.cases.appointments.models import Appointment
from bawaba.cases.appointments.offices import office_named
from bawaba.cases.appointments.ports import CannotBook, NoAppointment, Office, Wanted
from bawaba.cases.appointments.queries import person_mark
from bawaba.cases.appointments.rules import check_slot, free_seat
from bawaba.cases.appointments.slips import issue_slip
from bawaba.cases.appointments.telling import tell
from bawaba.cases.concerns import open_concerned, seal_concerned
from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.core.text import T
from bawaba.documents.commands import revoke_document
from bawaba.identity.accounts.commands import IllegalMove, keep_active
from bawaba.identity.accounts.queries import Holder, holder, may_apply
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.prepared import insert_if_free

REMINDED = timedelta(days=1)  # before it begins
SPARE_TRIES = 5  # beyond one a seat: seats that are given back in the same moment


def book_appointment(*, wanted: Wanted, by: Actor) -> UUID:
    """One seat, or CannotBook; a second click on the same slot meets the first."""
    check_slot(wanted.office, wanted.starts_at, clock.now())
    who = _awake(wanted.account)
    _patient(wanted.account)
    row = _new_row(wanted)
    with transaction.atomic():
        _keep_awake(wanted.account)
        if not _seated(row, wanted.office):
            return _met_before(row)
        slip = _slip(who, wanted, row, by)
        Appointment.objects.filter(pk=row.pk).update(document=slip)
        _note("book", row.uuid, by, tell("appointment-booked", who, row.reference, row.starts_at, wanted.office))
    return row.uuid


def move_appointment(*, appointment: UUID, account: UUID, office: Office, starts_at: datetime, by: Actor) -> None:
    """From one seat to another in one statement; NoAppointment, CannotBook, and the old seat stays."""
    now = clock.now()
    check_slot(office, starts_at, now)
    who = _awake(account)
    for _ in range(office.capacity + SPARE_TRIES):
        row = _own(appointment, account)
        if row.state != "booked" or row.starts_at <= now or row.agency != office.agency:
            raise CannotBook(ports.LATE, "late")
        if (row.office, row.starts_at) == (office.slug, starts_at):
            return
        if row.turn >= settings.LIMITS.appointment_changes:
            raise CannotBook(ports.OFTEN, "often")
        try:
            if _moved(row, office, starts_at, who, by):
                return
        except IntegrityError:
            continue  # the seat went in this moment: another one
    raise CannotBook(ports.FULL, "full")


def cancel_appointment(*, appointment: UUID, account: UUID, by: Actor) -> None:
    """The seat is free again, the slip is void; NoAppointment, CannotBook once it has begun."""
    row = _own(appointment, account)
    with transaction.atomic():
        if not _given_back("cancel", row, by):
            raise CannotBook(ports.LATE, "late")
        row.refresh_from_db()  # the time that was given back, should it have been moved in this moment
        told = tell("appointment-cancelled", holder(account), row.reference, row.starts_at, office_named(row.office))
        _note("cancel", row.uuid, by, told)


def release_all_of(*, account: UUID, by: Actor) -> None:
    """An account was closed: its seats ahead are free again, and nobody is told."""
    for row in Appointment.objects.filter(account=account, state="booked", starts_at__gt=clock.now()):
        with transaction.atomic():
            if _given_back("release", row, by):
                _note("release", row.uuid, by, ())


def _given_back(move: str, row: Appointment, by: Actor) -> bool:
    """Whether it was booked and had not begun: then the seat is free and the slip of whichever turn void."""
    step, now = APPOINTMENT.move(move), clock.now()
    rows = Appointment.objects.filter(pk=row.pk, state__in=step.sources, starts_at__gt=now)
    if not rows.update(state=step.target, seat=None, changed_at=now):
        return False
    _void(Appointment.objects.filter(pk=row.pk).values_list("document", flat=True).get(), by)
    return True


def _awake(account: UUID) -> Holder:
    who = holder(account)
    if not may_apply(who):
        raise CannotBook(ports.ASLEEP, "asleep")
    return who


def _keep_awake(account: UUID) -> None:
    """CannotBook once it was closed: what gives back its seats may have run already."""
    try:
        keep_active(account=account)
    except IllegalMove as over:
        raise CannotBook(ports.ASLEEP, "asleep") from over


def _patient(account: UUID) -> None:
    """CannotBook for who has given up very many today: each costs a message, and keeps others from a seat meanwhile."""
    rows = Appointment.objects.filter(
        account=account, state="cancelled", changed_at__gt=clock.now() - timedelta(days=1)
    )
    if rows.count() >= settings.LIMITS.appointment_changes:
        raise CannotBook(ports.OFTEN, "often")


def _own(appointment: UUID, account: UUID) -> Appointment:
    row = Appointment.objects.filter(uuid=appointment, account=account).first()
    if row is None:
        raise NoAppointment(appointment)
    return row


def _new_row(wanted: Wanted) -> Appointment:
    handle, now = uuid.uuid4(), clock.now()
    return Appointment(
        uuid=handle,
        reference=new_reference(),
        account=wanted.account,
        person=person_mark(wanted.person_key),
        concerns=seal_concerned(wanted.account, handle, wanted.concerned),
        agency=wanted.office.agency,
        office=wanted.office.slug,
        starts_at=wanted.starts_at,
        ends_at=wanted.starts_at + timedelta(minutes=wanted.office.minutes),
        state=APPOINTMENT.initial(),
        reminded_at=now if wanted.starts_at - now <= REMINDED else None,  # the confirmation is reminder enough
        made_at=now,
        changed_at=now,
    )


def _seated(row: Appointment, office: Office) -> bool:
    """False when this person has one at the agency already; CannotBook when the slot is full."""
    for _ in range(office.capacity + SPARE_TRIES):
        row.seat = _free(office, row.starts_at)
        if row.seat is not None and insert_if_free(row):
            return True
        if _live_of(row) is not None:
            return False
        if row.seat is None:
            break
    raise CannotBook(ports.FULL, "full")


def _live_of(row: Appointment) -> Appointment | None:
    return Appointment.objects.filter(person=row.person, agency=row.agency, state__in=LIVE).first()


def _met_before(row: Appointment) -> UUID:
    """A second click has what it wanted; anything else must be moved, not booked twice."""
    first = _live_of(row)
    if first and (first.account, first.office, first.starts_at) == (row.account, row.office, row.starts_at):
        return first.uuid
    raise CannotBook(ports.OTHER, "other")


def _free(office: Office, starts_at: datetime) -> int | None:
    rows = Appointment.objects.filter(office=office.slug, starts_at=starts_at, seat__isnull=False)
    return free_seat(office, {seat for (seat,) in rows.values_list("seat") if seat is not None})


def _moved(row: Appointment, office: Office, starts_at: datetime, who: Holder, by: Actor) -> bool:
    """False when another tab was first; IntegrityError when the seat was taken; CannotBook when none is left."""
    seat, now = _free(office, starts_at), clock.now()
    if seat is None:
        raise CannotBook(ports.FULL, "full")
    concerned = open_concerned(row.account, row.uuid, bytes(row.concerns) if row.concerns else None)
    wanted = Wanted(row.account, "", concerned, office, starts_at)
    with transaction.atomic():
        rows = Appointment.objects.filter(pk=row.pk, state="booked", turn=row.turn, starts_at__gt=now)
        columns = {"office": office.slug, "starts_at": starts_at, "seat": seat, "turn": F("turn") + 1}
        columns |= {"ends_at": starts_at + timedelta(minutes=office.minutes), "changed_at": now}
        columns |= {"reminded_at": now if starts_at - now <= REMINDED else None}
        if not rows.update(**columns):
            return False
        row.turn, row.office, row.starts_at = row.turn + 1, office.slug, starts_at
        Appointment.objects.filter(pk=row.pk).update(document=_slip(who, wanted, row, by))
        _note("move", row.uuid, by, tell("appointment-moved", who, row.reference, starts_at, office))
    return True


def _slip(who: Holder, wanted: Wanted, row: Appointment, by: Actor) -> UUID:
    own = T(who.names_ar or who.names_en, en=who.names_en or who.names_ar)
    name = wanted.concerned.name if wanted.concerned else own
    return issue_slip(wanted=wanted, appointment=row.uuid, reference=row.reference, turn=row.turn, name=name, by=by)


def _void(slip: UUID | None, by: Actor) -> None:
    if slip is not None:
        revoke_document(document=slip, reason="cancelled", by=by)


def _note(move: str, appointment: UUID, by: Actor, told: tuple[Task, ...]) -> None:
    record(Happening(f"appointment.{move}", appointment, by), then=told)
