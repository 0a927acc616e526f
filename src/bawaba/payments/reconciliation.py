"""When a callback does not come, the provider is asked; refunds are carried out by a worker."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from bawaba.core import clock
from bawaba.journal.failpoints import reach
from bawaba.journal.handlers import Backoff, Payload, every, task
from bawaba.journal.ports import Unavailable
from bawaba.payments.commands import fail, give_up, note_payment, note_refund
from bawaba.payments.models import Attempt
from bawaba.payments.ports import ProviderUnavailable
from bawaba.payments.providers import provider

QUIET = timedelta(minutes=2)
GIVEN_UP = timedelta(days=2)
STILL_ASKED = timedelta(days=1)  # how often about those given up
FORGOTTEN = timedelta(days=30)
WATCHED = timedelta(days=90)  # so long what was captured may be given back by hand at the provider, and is asked about
LOOKED_AT = timedelta(days=7)  # how often
BATCH = 50
UNTIL_IT_IS_BACK = Backoff(most=timedelta(minutes=15), tries=10_000)  # a hundred days: money is not forgotten


@every(timedelta(minutes=1), "payments.reconcile")
def ask_provider(now: datetime) -> None:
    """Attempts that nobody spoke of for two minutes; after two days the bill may be paid anew, but asking goes on."""
    quiet = Q(state="started", asked_at__lte=now - QUIET) | Q(state="given_up", asked_at__lte=now - STILL_ASKED)
    for attempt in list(Attempt.objects.filter(quiet).order_by("asked_at")[:BATCH]):
        if _ask_about(attempt, now) != "silent":
            _end_what_is_old(attempt, now)


@every(timedelta(minutes=1), "payments.look_back")
def look_back(now: datetime) -> None:
    """Of what was captured: whether it was given back by hand, and its notice did not come. A batch of its own, so that none waits for it."""
    paid = Attempt.objects.filter(state="captured", started_at__gt=now - WATCHED, asked_at__lte=now - LOOKED_AT)
    lately = paid.filter(asked_at__gt=now - WATCHED - 2 * LOOKED_AT)  # says nothing new, but bounds the index
    for attempt in list(lately.order_by("asked_at")[:BATCH]):
        _ask_about(attempt, now)


def ask_about_bill(bill: UUID) -> str:
    """The browser came back: ask at once. What the provider said of the newest attempt: its status, silent, or nothing."""
    attempt = Attempt.objects.filter(bill__uuid=bill).order_by("-pk").first()
    if attempt is None or attempt.state != "started":
        return "failed" if attempt is not None and attempt.state == "failed" else ""
    return _ask_about(attempt, clock.now())


@task("payments.refund", UNTIL_IT_IS_BACK)
def refund(payload: Payload) -> None:
    """Idempotent at the provider by the attempt's key; repeated until the provider says that the money is back."""
    attempt = Attempt.objects.get(uuid=UUID(str(payload["attempt"])))
    if attempt.state != "returning":
        return
    try:
        notice = provider().refund(attempt.reference, f"refund-{attempt.uuid.hex}")
    except ProviderUnavailable as error:
        raise Unavailable from error
    reach("pay.sent_back")
    if notice.status != "refunded":
        raise Unavailable(notice.status)
    note_refund(attempt=attempt.uuid)


def _ask_about(attempt: Attempt, now: datetime) -> str:
    """One question, and the answer's status; silent when there is none, pending when the provider never heard of it."""
    Attempt.objects.filter(pk=attempt.pk).update(asked_at=now)
    try:
        notice = provider().status(attempt.reference)
    except ProviderUnavailable:
        return "silent"
    if notice is None:
        return "pending"
    note_payment(notice=notice)
    return notice.status


def _end_what_is_old(attempt: Attempt, now: datetime) -> None:
    row = Attempt.objects.select_related("bill").get(pk=attempt.pk)
    if row.state == "started" and row.started_at < now - GIVEN_UP:
        give_up(attempt=row)
    elif row.state == "given_up" and row.started_at < now - FORGOTTEN:
        fail(attempt=row)
