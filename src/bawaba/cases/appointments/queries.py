"""The only readers of appointments for others."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet

from bawaba.cases.appointments.lifecycle import LIVE
from bawaba.cases.appointments.models import Appointment
from bawaba.cases.appointments.offices import office_named
from bawaba.cases.appointments.ports import NoAppointment, Office
from bawaba.cases.appointments.rules import left_in, slots_ahead
from bawaba.cases.concerns import Concerned
from bawaba.core import clock
from bawaba.core.clock import RIYADH
from bawaba.journal.vault import blind_index, opener, with_keys

MOST, PAGE = 50, 100
NEXT = 6


@dataclass(frozen=True)
class AppointmentView:
    """An appointment as its pages show it; ``office`` is None when its file is gone."""

    number: int
    uuid: UUID
    reference: str
    agency: str
    office: Office | None
    starts_at: datetime
    ends_at: datetime
    state: str
    concerned: Concerned | None
    document: UUID | None
    turn: int
    will_remind: bool  # a day before

    @property
    def may_change(self) -> bool:
        """Until it begins."""
        return self.state == "booked" and self.starts_at > clock.now()


def person_mark(person_key: str) -> bytes:
    """Of the person concerned."""
    return blind_index("appointment.person", person_key)


def appointment_of(account: UUID, handle: UUID) -> AppointmentView:
    """The person's own; another's is not there. NoAppointment."""
    row = with_keys(Appointment.objects.filter(uuid=handle, account=account), "account").first()
    if row is None:
        raise NoAppointment(handle)
    return _view(row)


def appointments_of(account: UUID) -> list[AppointmentView]:
    """The newest first."""
    rows = with_keys(Appointment.objects.filter(account=account), "account")
    return [_view(row) for row in rows.order_by("-starts_at", "-pk")[:MOST]]


def appointments_named(account: UUID, reference: str) -> QuerySet[Appointment]:
    """The person's own of this reference, for a union with what else has one."""
    return Appointment.objects.filter(account=account, reference=reference)


def seats_ahead(account: UUID) -> QuerySet[Any]:
    """(number, "booked", reference, agency) of what has not begun, for the room around it to ask for in one statement with what else ends."""
    rows = Appointment.objects.filter(account=account, state="booked", starts_at__gt=clock.now())
    return rows.annotate(number=F("pk")).values_list("number", "state", "reference", "agency")


def free_slots(office: Office) -> list[tuple[datetime, int]]:
    """Every slot ahead with its free seats, full ones included; one statement."""
    slots = list(slots_ahead(office, clock.now()))
    if not slots:
        return []
    rows = Appointment.objects.filter(office=office.slug, starts_at__range=(slots[0], slots[-1]), seat__isnull=False)
    taken = dict(rows.values_list("starts_at").annotate(Count("pk")))
    return left_in(office, slots, taken)


def next_free(office: Office) -> list[datetime]:
    """The next few with a seat."""
    return [at for at, left in free_slots(office) if left][:NEXT]


def held_by(person_key: str) -> Mapping[str, date]:
    """When this person was last received, by agency."""
    rows = Appointment.objects.filter(person=person_mark(person_key), state__in=("arrived", "held"))
    found = rows.values_list("agency").annotate(Max("starts_at"))
    return {agency: at.astimezone(RIYADH).date() for agency, at in found}


def expected_today(agencies: Collection[str], after: tuple[datetime, int] | None = None) -> list[AppointmentView]:
    """For the desk, by time and key, those after time and key of the last one shown; whom they concern is not opened."""
    begins = clock.now().astimezone(RIYADH).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Appointment.objects.filter(agency__in=agencies, state__in=LIVE)
    rows = rows.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))
    if after is not None:
        at, key = after
        rows = rows.filter(Q(starts_at__gt=at) | Q(starts_at=at, pk__gt=key))
    return [_bare(row, None) for row in rows.order_by("starts_at", "pk")[:PAGE]]


def _view(row: Any) -> AppointmentView:
    concerned = None
    if row.concerns is not None:
        opened = opener(row.account, row.wrapped_key)("application.concerns", row.uuid, row.concerns)
        concerned = Concerned(**json.loads(opened))
    return _bare(row, concerned)


def _bare(row: Any, concerned: Concerned | None) -> AppointmentView:
    return AppointmentView(
        number=row.pk,
        uuid=row.uuid,
        reference=row.reference,
        agency=row.agency,
        office=office_named(row.office),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        concerned=concerned,
        document=row.document,
        turn=row.turn,
        will_remind=row.reminded_at is None,
    )
