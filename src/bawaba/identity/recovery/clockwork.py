"""The clock ends what was not finished, and deletes what is over: nothing of a recovery is kept but its events."""

from datetime import datetime, timedelta

from django.db import transaction

from bawaba.identity.recovery.lifecycle import RECOVERY, TIED, UNDER_WAY
from bawaba.identity.recovery.models import Recovery, Trusted
from bawaba.journal.commands import record
from bawaba.journal.handlers import every
from bawaba.journal.ports import CLOCK, Happening

BATCH, KEPT = 200, timedelta(days=30)


@every(timedelta(minutes=10), "recovery.expire")
def expire_recoveries(now: datetime) -> None:
    """Each by its own conditional UPDATE; nobody could go on with it any more."""
    step = RECOVERY.move("expire")
    over = Recovery.objects.filter(state__in=step.sources, ends_at__lt=now)
    for handle in list(over.values_list("uuid", flat=True)[:BATCH]):
        with transaction.atomic():
            mine = Recovery.objects.filter(uuid=handle, state__in=step.sources, ends_at__lt=now)
            if mine.update(state=step.target, changed_at=now):
                record(Happening("recovery.expire", handle, CLOCK))


@every(timedelta(hours=1), "recovery.purge")
def clear_recoveries(now: datetime) -> None:
    """By age: those that are over, with the phone that was typed; ties a month after their end."""
    Recovery.objects.filter(changed_at__lt=now - timedelta(days=1)).exclude(state__in=UNDER_WAY).delete()
    Trusted.objects.filter(changed_at__lt=now - KEPT).exclude(state__in=TIED).delete()
