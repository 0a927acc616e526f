"""How and when people want to be told of what is not urgent."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bawaba.messaging.models import Wish
from bawaba.messaging.rules import USUAL_LEAD, Wishes


def wishes_of(subject: UUID) -> Wishes | None:
    """None: never chosen, as the portal does it. One statement."""
    row = Wish.objects.filter(pk=subject).first()
    if row is None:
        return None
    return Wishes(
        case=_channels(sms=row.case_sms, email=row.case_email),
        reminder=_channels(sms=row.reminder_sms, email=row.reminder_email),
        reminders=row.reminders,
        lead_hours=row.lead_hours,
        case_push=row.case_push,
        reminder_push=row.reminder_push,
        quiet=None if row.quiet_from is None or row.quiet_to is None else (row.quiet_from, row.quiet_to),
    )


def with_lead(hours: int) -> QuerySet[Any]:
    """Subjects who want to be reminded so long before, for a room above to ask for in its own statement."""
    return Wish.objects.filter(reminders=True, lead_hours=hours).values("subject")


def later_or_never() -> QuerySet[Any]:
    """Those who are not to be reminded as early as is usual; likewise."""
    return Wish.objects.filter(Q(reminders=False) | Q(lead_hours__lt=USUAL_LEAD)).values("subject")


def _channels(*, sms: bool, email: bool) -> frozenset[str]:
    return frozenset(name for name, on in (("sms", sms), ("email", email)) if on)
