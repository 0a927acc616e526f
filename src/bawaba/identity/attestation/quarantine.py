"""A kiosk reports; what is wrong with it puts it into quarantine at once, where it activates nobody (4-enrolment.md)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.attestation.lifecycle import IN_QUARANTINE, KIOSK
from bawaba.identity.attestation.models import Attestor, Kiosk
from bawaba.identity.attestation.moving import CannotMove, move_attestor, turn_of
from bawaba.identity.attestation.rules import Report, wrong_with
from bawaba.identity.codes.commands import take_turn
from bawaba.journal.commands import record
from bawaba.journal.handlers import every
from bawaba.journal.ports import CLOCK, Actor, Happening

UNWATCHED = timedelta(minutes=10)  # nobody listened for so long: what was not heard is no silence of a kiosk
MOST_AT_ONCE = 500


def first_inspection() -> date:
    """Until when a new kiosk is to be looked at."""
    return clock.today() + settings.LIMITS.kiosk_inspection_every


def begin_watch(attestor: Attestor) -> None:
    """Its device was enrolled in this moment, and has said nothing of itself yet; in the caller's transaction."""
    now = clock.now()
    Kiosk.objects.filter(attestor=attestor).update(
        software="",
        skew_seconds=0,
        tampered=False,
        reader="",
        case_switch=None,
        seen_at=now,
        due_at=now + settings.LIMITS.kiosk_silence,
        watched_at=now,
    )


def hear_kiosk(*, attestor: Attestor, report: Report, by: Actor) -> tuple[str, list[str], Kiosk]:
    """Note what it says; (state, reasons, its row). Quarantine in the same transaction when anything is wrong."""
    now = clock.now()
    with transaction.atomic():
        take_turn(key=turn_of(attestor))
        heard = Kiosk.objects.filter(attestor=attestor)
        heard.update(
            software=report.software,
            skew_seconds=report.skew_seconds,
            tampered=report.tampered,
            reader=report.reader,
            case_switch=report.case_switch,
            seen_at=now,
            due_at=now + settings.LIMITS.kiosk_silence,
        )
        row = heard.get()
        wrong = reasons_of(row)
        if wrong:
            _quarantine(attestor, wrong, by)
    state = Attestor.objects.values_list("state", flat=True).get(pk=attestor.pk)
    row.refresh_from_db()
    return state, list(row.reasons) if state in IN_QUARANTINE else [], row


def reasons_of(row: Kiosk) -> list[str]:
    """What is wrong with a kiosk as it was heard last."""
    report = Report(row.software, row.skew_seconds, row.tampered)
    limits = settings.LIMITS
    wrong = wrong_with(report, settings.BAWABA.kiosk_minimum_version, int(limits.kiosk_clock_skew.total_seconds()))
    if row.inspect_by < clock.today():
        wrong.append("inspection")
    if row.due_at is not None and row.due_at < clock.now():
        wrong.append("silent")
    return wrong


def note_inspection(*, attestor: Attestor, by: Actor) -> date:
    """Somebody was there and looked; until when it is to be looked at again."""
    with transaction.atomic():
        due = first_inspection()
        if not Kiosk.objects.filter(attestor=attestor).update(inspect_by=due):
            raise CannotMove(f"{attestor.slug} is no kiosk")
        record(Happening("attestor.inspect", attestor.uuid, by, {"until": due.isoformat()}))
    return due


@every(timedelta(minutes=1), "attestation.watch_kiosks")
def watch_kiosks(now: datetime) -> None:
    """Silence and missed inspections; after a time in which nobody listened, everybody has time to speak first."""
    open_ones = Kiosk.objects.filter(attestor__state__in=KIOSK.move("quarantine").sources, due_at__isnull=False)
    kept = list(open_ones.values_list("pk", flat=True))
    rows = Kiosk.objects.filter(pk__in=kept)
    rows.filter(watched_at__lt=now - UNWATCHED, due_at__lt=now + settings.LIMITS.kiosk_silence).update(
        due_at=now + settings.LIMITS.kiosk_silence
    )
    rows.update(watched_at=now)
    late = rows.filter(due_at__lt=now) | rows.filter(inspect_by__lt=clock.today())
    for row in late.select_related("attestor")[:MOST_AT_ONCE]:
        with transaction.atomic():
            take_turn(key=turn_of(row.attestor))
            if wrong := reasons_of(Kiosk.objects.get(pk=row.pk)):  # it may have spoken since
                _quarantine(row.attestor, wrong, CLOCK)


def _quarantine(attestor: Attestor, reasons: Sequence[str], by: Actor) -> None:
    """Won by the first; a kiosk that is there already only learns of further reasons."""
    try:
        move_attestor(
            attestor=attestor, move="quarantine", by=by, told={"reasons": ",".join(reasons)}, proposed_by=None
        )
        Kiosk.objects.filter(attestor=attestor).update(reasons=list(reasons), quarantined_at=clock.now())
    except CannotMove:
        Kiosk.objects.filter(attestor=attestor, attestor__state="quarantined").update(reasons=list(reasons))
