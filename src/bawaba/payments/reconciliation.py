"""When a callback does not come, the provider is asked; refunds are carried out by a worker."""

from datetime import datetime, timedelta
from uuid import UUID

from bawaba.core import clock
from bawaba.journal.handlers import Payload, every, task
from bawaba.journal.ports import Unavailable
from bawaba.payments.commands import note_payment, note_refund
from bawaba.payments.models import Attempt
from bawaba.payments.ports import ProviderUnavailable
from bawaba.payments.providers import provider

QUIET = timedelta(minutes=2)
GIVEN_UP = timedelta(days=2)


@every(timedelta(minutes=1), "payments.reconcile")
def ask_provider(now: datetime) -> None:
    """Open attempts that nobody spoke of for two minutes; after two days the attempt has failed."""
    open_ones = Attempt.objects.filter(state="started", asked_at__lte=now - QUIET)
    for attempt in list(open_ones.order_by("asked_at")[:50]):
        Attempt.objects.filter(pk=attempt.pk).update(asked_at=now)
        ask_about(attempt.reference)
    Attempt.objects.filter(state="started", started_at__lt=now - GIVEN_UP).update(state="failed")


def ask_about(reference: str) -> None:
    """One question; no answer means later."""
    try:
        notice = provider().status(reference)
    except ProviderUnavailable:
        return
    if notice is not None:
        note_payment(notice=notice)


def ask_about_bill(bill: UUID) -> None:
    """The browser came back: ask at once instead of waiting for the callback."""
    attempt = Attempt.objects.filter(bill__uuid=bill, state="started").first()
    if attempt is not None:
        Attempt.objects.filter(pk=attempt.pk).update(asked_at=clock.now())
        ask_about(attempt.reference)


@task("payments.refund")
def refund(payload: Payload) -> None:
    """Idempotent at the provider by the attempt's key."""
    attempt = Attempt.objects.get(uuid=UUID(str(payload["attempt"])))
    if attempt.state != "captured":
        return
    try:
        provider().refund(attempt.reference, f"refund-{attempt.uuid.hex}")
    except ProviderUnavailable as error:
        raise Unavailable from error
    note_refund(attempt=attempt.uuid)
