"""A reminder a day before, or when the person wishes it; afterwards held or missed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from bawaba.cases.appointments.commands import REMINDED
from bawaba.cases.appointments.models import IS_LIVE, Appointment
from bawaba.cases.appointments.offices import office_named
from bawaba.cases.appointments.settling import settle
from bawaba.cases.appointments.telling import tell
from bawaba.identity.accounts.queries import NoAccount, holder
from bawaba.journal.commands import record
from bawaba.journal.handlers import every
from bawaba.journal.ports import CLOCK, Happening
from bawaba.journal.vault import Erased
from bawaba.messaging.rules import LEADS
from bawaba.messaging.wishes import later_or_never, with_lead

BATCH = 200
GRACE = timedelta(hours=12)  # an officer may note the arrival until the end of the day
ENDS = {"arrived": "hold", "booked": "miss"}


@every(timedelta(minutes=10), "appointments.remind")
def remind(now: datetime) -> None:
    """Each in a transaction of its own; one that was moved or cancelled in this moment is not told of."""
    rows = Appointment.objects.filter(_due(now), IS_LIVE, state="booked", reminded_at=None, starts_at__gte=now)
    for handle, starts_at in list(rows.order_by("starts_at").values_list("uuid", "starts_at")[:BATCH]):
        with transaction.atomic():
            due = Appointment.objects.filter(uuid=handle, state="booked", reminded_at=None, starts_at=starts_at)
            if due.update(reminded_at=now):
                _tell(handle)


def _due(now: datetime) -> Q:
    """Whoever wants it earlier has it then, unless they booked later than that: then a day before, like most."""
    due = Q(starts_at__lte=now + REMINDED) & ~Q(account__in=later_or_never())
    for hours in LEADS:
        lead = timedelta(hours=hours)
        own = Q(starts_at__lte=now + lead, account__in=with_lead(hours))
        due |= own & Q(changed_at__lte=F("starts_at") - lead) if lead > REMINDED else own
    return due


@every(timedelta(minutes=10), "appointments.settle")
def settle_past(now: datetime) -> None:
    """Who arrived was received; who did not has missed it."""
    for state, move in ENDS.items():
        rows = Appointment.objects.filter(IS_LIVE, state=state, starts_at__lt=now - GRACE).order_by("starts_at")
        for handle, starts_at in list(rows.values_list("uuid", "starts_at")[:BATCH]):
            with transaction.atomic():
                settle(move, handle, CLOCK, starts_at)


def _tell(handle: UUID) -> None:
    row = Appointment.objects.get(uuid=handle)
    try:
        who = holder(row.account)
    except (NoAccount, Erased):  # nobody is left to be told
        return
    told = tell("appointment-reminder", who, row.reference, row.starts_at, office_named(row.office))
    record(Happening("appointment.remind", handle, CLOCK), then=told)
