"""The clock ends what has passed its last day."""

from datetime import datetime, timedelta

from django.db import transaction

from bawaba.core.clock import RIYADH
from bawaba.identity.delegation.lifecycle import DELEGATION
from bawaba.identity.delegation.models import Delegation
from bawaba.journal.commands import record
from bawaba.journal.handlers import every
from bawaba.journal.ports import CLOCK, Happening

BATCH = 200


@every(timedelta(hours=1), "delegation.lapse")
def lapse_delegations(now: datetime) -> None:
    """Each by its own conditional UPDATE. Nobody could act any more: the queries look at the last day themselves."""
    step, today = DELEGATION.move("lapse"), now.astimezone(RIYADH).date()
    over = Delegation.objects.filter(state__in=step.sources, last_day__lt=today)
    for handle in list(over.values_list("uuid", flat=True)[:BATCH]):
        with transaction.atomic():
            if Delegation.objects.filter(uuid=handle, state__in=step.sources).update(state=step.target, changed_at=now):
                record(Happening("delegation.lapse", handle, CLOCK))
