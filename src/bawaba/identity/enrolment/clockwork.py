"""What the clock does to enrolments: reminds, expires, purges."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from bawaba.identity.enrolment.claims import open_claims
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.enrolment.models import IS_PENDING, Enrolment
from bawaba.journal.commands import record
from bawaba.journal.handlers import every
from bawaba.journal.ports import CLOCK, SYSTEM, Happening
from bawaba.journal.vault import destroy_keys
from bawaba.messaging.commands import write_messages
from bawaba.messaging.ports import Recipient

REMIND_BEFORE = (timedelta(days=4), timedelta(days=1))
PURGED_AFTER = timedelta(hours=24)
REMINDED = ("registered", "attestation_failed")
BATCH = 500
MOST_A_RUN = 20_000
MOST_EXPIRED = 2_000


@every(timedelta(minutes=1), "enrolment.expire")
def expire_enrolments(now: datetime) -> None:
    """Each overdue enrolment expires by its own conditional UPDATE; what never proved a phone leaves nothing behind."""
    step = ENROLMENT.move("expire")
    overdue = Enrolment.objects.filter(state__in=step.sources, expires_at__lte=now)
    for handle in list(overdue.values_list("uuid", flat=True)[:MOST_EXPIRED]):
        with transaction.atomic():
            won = Enrolment.objects.filter(uuid=handle, state__in=step.sources, expires_at__lte=now).update(
                state=step.target, ended_at=now, phone_slot=None, password=""
            )
            if won:
                record(Happening("enrolment.expire", handle, CLOCK))
    unproven = Enrolment.objects.filter(state=step.target, phone_proven_at__isnull=True)
    _purge(unproven)


@every(timedelta(minutes=10), "enrolment.remind")
def remind_applicants(now: datetime) -> None:
    """Four days and one day before the deadline; a worker that was away for both sends the later one only."""
    for number, before in reversed(list(enumerate(REMIND_BEFORE, start=1))):
        near = Enrolment.objects.filter(
            IS_PENDING, state__in=REMINDED, expires_at__gt=now, expires_at__lte=now + before
        )
        for row in near.filter(reminders__lt=number)[:MOST_A_RUN]:
            _remind(row, number)


def _remind(row: Enrolment, number: int) -> None:
    claims = open_claims(row.uuid, row.claims)
    with transaction.atomic():
        waiting = Enrolment.objects.filter(pk=row.pk, reminders__lt=number, state__in=REMINDED)
        if not waiting.update(reminders=number):
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
    _purge(Enrolment.objects.filter(ended_at__lte=now - PURGED_AFTER))


def _purge(rows: QuerySet[Enrolment]) -> None:
    """In batches, so that a flood of hostile ones is gone in a run; one event a batch with its count."""
    for _ in range(MOST_A_RUN // BATCH):
        handles = list(rows.values_list("uuid", flat=True)[:BATCH])
        if not handles:
            return
        with transaction.atomic():
            destroy_keys(handles)
            count = Enrolment.objects.filter(uuid__in=handles).delete()[0]
            if count:
                record(Happening("enrolment.purge", handles[0], CLOCK, count=count))
