"""Parcels that are under way are followed: the courier is asked, soon after each move and less often later."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bawaba.cases.delivery.commands import note_silence, note_tracked
from bawaba.cases.delivery.couriers import courier
from bawaba.cases.delivery.lifecycle import FOLLOWED
from bawaba.cases.models import Parcel
from bawaba.journal.handlers import every
from bawaba.journal.ports import Refused, Unavailable

BATCH = 30  # a slow courier holds up the clock for a minute at most
log = structlog.get_logger()


@every(timedelta(seconds=15), "cases.follow_parcels")
def follow_parcels(now: datetime) -> None:
    """Those whose time has come, the longest waiting first; when the courier is silent the rest waits too."""
    due = Parcel.objects.filter(state__in=FOLLOWED, ask_at__lte=now).order_by("ask_at")
    for application, tracking in list(due.values_list("application_id", "tracking")[:BATCH]):
        if not ask_about_parcel(application, tracking):
            return


def ask_about_parcel(application: UUID, tracking: str) -> bool:
    """One question; false when the courier is silent."""
    try:
        found = courier().status(tracking)
    except Unavailable:
        note_silence(application=application)
        return False
    except Refused:  # it forgot what it took: somebody has to look, and meanwhile it is asked again
        log.warning("parcel.unknown", application=str(application))
        note_silence(application=application)
        return True
    note_tracked(application=application, found=found)
    return True
