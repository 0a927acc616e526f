"""Start paying: one open attempt a bill, shared by every click and tab; the provider is asked outside of any transaction."""

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.journal.commands import record
from bawaba.journal.failpoints import reach
from bawaba.journal.ports import Actor, Happening
from bawaba.payments.commands import NotDue, note_payment
from bawaba.payments.lifecycle import ATTEMPT
from bawaba.payments.models import Attempt, Bill
from bawaba.payments.ports import Order, ProviderUnavailable
from bawaba.payments.providers import provider

TRIES = 5


def start_payment(*, bill: UUID, account: UUID, language: str, by: Actor) -> str:
    """The address of the hosted page, the same for every click. NotDue; ProviderUnavailable: nothing is lost."""
    attempt = _open_attempt(_due(bill, account), by)
    if attempt.url and not _is_over(attempt):
        return attempt.url
    attempt = _open_attempt(_due(bill, account), by)
    reach("pay.attempt_open")
    url = provider().start(_order(attempt, language))
    reach("pay.started")
    Attempt.objects.filter(pk=attempt.pk, url="").update(url=url)
    return url


def callback_url() -> str:
    """Where the provider's notices come in."""
    return f"{settings.BAWABA.public_url}/callbacks/payment"


def _due(bill: UUID, account: UUID) -> Bill:
    row = Bill.objects.filter(uuid=bill, account=account, state="due").first()
    if row is None:
        raise NotDue(bill)
    return row


def _is_over(attempt: Attempt) -> bool:
    """Whether an earlier click's payment has ended meanwhile: then its page would lead nowhere."""
    notice = provider().status(attempt.reference)
    if notice is not None:
        note_payment(notice=notice)
    return notice is None or notice.status != "pending"


def _open_attempt(bill: Bill, by: Actor) -> Attempt:
    for _ in range(TRIES):
        attempt = Attempt.objects.select_related("bill").filter(bill=bill, state="started").first()
        if attempt is not None:
            return attempt
        try:
            with transaction.atomic():
                return _new_attempt(bill, by)
        except IntegrityError:
            continue  # another click was first
    raise ProviderUnavailable("too many clicks at once")


def _new_attempt(bill: Bill, by: Actor) -> Attempt:
    now = clock.now()
    attempt = Attempt.objects.create(
        bill=bill,
        reference=f"{bill.reference}-{bill.attempts.count() + 1}",
        state=ATTEMPT.initial(),
        started_at=now,
        asked_at=now,
    )
    record(Happening("attempt.start", attempt.uuid, by, {"bill": str(bill.uuid)}))
    return attempt


def _order(attempt: Attempt, language: str) -> Order:
    bill = attempt.bill
    return Order(
        key=attempt.uuid.hex,
        reference=attempt.reference,
        halalas=bill.halalas,
        currency=bill.currency,
        description=T(bill.title_ar, en=bill.title_en),
        return_url=f"{settings.BAWABA.public_url}/bills/{bill.uuid}/returned",
        callback_url=callback_url(),
        language=language,
    )
