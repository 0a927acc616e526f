"""What the clock does to enrolments: reminds, expires, purges."""

from datetime import datetime, timedelta

from django.db import transaction

from bawaba.identity.enrolment.claims import open_claims
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.commands import record
from bawaba.journal.handlers import every
from bawaba.journal.ports import CLOCK, SYSTEM, Happening
from bawaba.journal.vault import destroy_key
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient

REMIND_BEFORE = (timedelta(days=4), timedelta(days=1))
PURGED_AFTER = timedelta(hours=24)
BATCH = 200


@every(timedelta(minutes=1), "enrolment.expire")
def expire_enrolments(now: datetime) -> None:
    """Each overdue enrolment expires by its own conditional UPDATE."""
    step = ENROLMENT.move("expire")
    overdue = Enrolment.objects.filter(state__in=step.sources, expires_at__lte=now)
    for handle in list(overdue.values_list("uuid", flat=True)[:BATCH]):
        with transaction.atomic():
            won = Enrolment.objects.filter(uuid=handle, state__in=step.sources, expires_at__lte=now).update(
                state=step.target, ended_at=now, phone_slot=None, password=""
            )
            if won:
                record(Happening("enrolment.expire", handle, CLOCK))


@every(timedelta(minutes=10), "enrolment.remind")
def remind_applicants(now: datetime) -> None:
    """Four days and one day before the deadline."""
    for number, before in enumerate(REMIND_BEFORE):
        near = Enrolment.objects.filter(state="registered", reminders=number, expires_at__lte=now + before)
        for row in near.filter(expires_at__gt=now)[:BATCH]:
            _remind(row, number)


def _remind(row: Enrolment, number: int) -> None:
    claims = open_claims(row.uuid, row.claims)
    with transaction.atomic():
        if not Enrolment.objects.filter(pk=row.pk, reminders=number, state="registered").update(reminders=number + 1):
            return
        sent = write_messages(
            template="enrolment-reminder",
            to=Recipient(subject=row.uuid, language=row.language, phone=claims.phone, email=None),
            values={"reference": claims.reference, "deadline": row.expires_at.isoformat()},
            channels=("sms",),
            by=SYSTEM,
        )
        record(Happening("enrolment.remind", row.uuid, CLOCK), then=sent)


@every(timedelta(hours=1), "enrolment.purge")
def purge_ended(now: datetime) -> None:
    """A day after its end the row goes, its key first: what was typed and the password's hash with it (A12)."""
    ended = Enrolment.objects.filter(ended_at__lte=now - PURGED_AFTER).values_list("uuid", flat=True)
    for handle in list(ended[:BATCH]):
        with transaction.atomic():
            destroy_key(handle)
            if Enrolment.objects.filter(uuid=handle).delete()[0]:
                record(Happening("enrolment.purge", handle, CLOCK))
