"""How an appointment ends: an officer sees the person arrive, the clock does the rest."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bawaba.cases.appointments import ports
from bawaba.cases.appointments.lifecycle import APPOINTMENT
from bawaba.cases.appointments.models import Appointment
from bawaba.cases.appointments.ports import CannotBook, NoAppointment
from bawaba.cases.appointments.queries import person_mark
from bawaba.cases.appointments.rules import may_arrive
from bawaba.core import clock
from bawaba.identity.staff.queries import OfficerView
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening


def note_arrival(*, appointment: UUID, officer: OfficerView, household: Collection[str], by: Actor) -> None:
    """An officer of the agency sees the person on the day; NoAppointment when it is another agency's, one's own or one's family's."""
    row = Appointment.objects.filter(uuid=appointment).first()
    own = {person_mark(one) for one in (officer.person_key, *household)}
    if row is None or not officer.works_for(row.agency) or bytes(row.person) in own:
        raise NoAppointment(appointment)
    if not may_arrive(row.starts_at, clock.now()):
        raise CannotBook(ports.LATE, "late")
    with transaction.atomic():
        settle("arrive", appointment, by, row.starts_at)


def settle(move: str, appointment: UUID, by: Actor, starts_at: datetime) -> bool:
    """One move along the table that gives no seat back; in the caller's transaction. Not of one that was moved to another time."""
    step = APPOINTMENT.move(move)
    rows = Appointment.objects.filter(uuid=appointment, state__in=step.sources, starts_at=starts_at)
    if not rows.update(state=step.target, changed_at=clock.now()):
        return False
    record(Happening(f"appointment.{move}", appointment, by))
    return True
