"""The only writers of bills: raise, start paying, take the provider's word once, cancel, refund."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.money import Money
from bawaba.core.references import new_reference
from bawaba.core.text import T
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.payments.models import Attempt, Bill
from bawaba.payments.ports import Notice, Order
from bawaba.payments.providers import provider

PROVIDER = Actor("payment_provider")


class NotDue(Exception):
    """The bill is paid, cancelled or refunded already."""


@dataclass(frozen=True)
class Line:
    """One line: government_fee, service_fee, tax or fine."""

    kind: str
    label: T
    amount: Money


def raise_bill(*, account: UUID, subject: UUID, title: T, lines: Sequence[Line], by: Actor) -> UUID:
    """Insert the bill in the caller's transaction; one an application."""
    row = Bill.objects.create(
        reference=new_reference(),
        account=account,
        subject=subject,
        title_ar=title.ar,
        title_en=title.en,
        lines=[_line(line) for line in lines],
        halalas=sum(line.amount.halalas for line in lines),
        currency=lines[0].amount.currency,
        state="due",
        raised_at=clock.now(),
    )
    record(Happening("bill.raise", row.uuid, by, {"halalas": row.halalas}))
    return row.uuid


def start_payment(*, bill: UUID, account: UUID, language: str, by: Actor) -> str:
    """The address of the hosted page; a second click or tab gets the same one. The call is outside of any transaction."""
    row = Bill.objects.filter(uuid=bill, account=account).first()
    if row is None or row.state != "due":
        raise NotDue(bill)
    attempt = _open_attempt(row, by)
    if not attempt.url:
        attempt.url = provider().start(_order(row, attempt, language))
        Attempt.objects.filter(pk=attempt.pk, url="").update(url=attempt.url)
    return attempt.url


def note_payment(*, notice: Notice, by: Actor = PROVIDER) -> None:
    """The provider's word, by callback or by asking: however often it comes, it counts once."""
    attempt = Attempt.objects.select_related("bill").filter(reference=notice.reference).first()
    if attempt is None or notice.status == "pending":
        return
    bill = attempt.bill
    with transaction.atomic():
        if notice.status == "failed":
            if _move(attempt, "started", "failed"):
                record(Happening("bill.decline", bill.uuid, by))
            return
        if notice.status == "captured" and _move(attempt, "started", "captured"):
            _capture(bill, attempt, notice, by)


def refund_bill(*, bill: UUID, by: Actor) -> None:
    """Everything goes back, by a task; inside the caller's transaction."""
    attempt = Attempt.objects.filter(bill__uuid=bill, state="captured").first()
    if attempt is None:
        return
    record(
        Happening("bill.return_late", bill, by),
        then=[Task("payments.refund", {"attempt": str(attempt.uuid)})],
    )


def note_refund(*, attempt: UUID, by: Actor = SYSTEM) -> None:
    """The provider has given the money back."""
    row = Attempt.objects.select_related("bill").get(uuid=attempt)
    with transaction.atomic():
        if _move(row, "captured", "refunded"):
            Bill.objects.filter(pk=row.bill_id, state="paid").update(state="refunded")
            record(Happening("bill.refund", row.bill.uuid, by))


def cancel_bill(*, bill: UUID, by: Actor) -> None:
    """Nobody owes this any more; inside the caller's transaction. A capture that still arrives goes back."""
    if not Bill.objects.filter(uuid=bill, state="due").update(state="cancelled"):
        raise NotDue(bill)
    record(Happening("bill.cancel", bill, by))


def _capture(bill: Bill, attempt: Attempt, notice: Notice, by: Actor) -> None:
    exact = (notice.halalas, notice.currency) == (bill.halalas, bill.currency)
    won = exact and Bill.objects.filter(pk=bill.pk, state="due").update(state="paid", paid_at=clock.now())
    if won:
        record(Happening("bill.pay", bill.uuid, by, {"application": str(bill.subject)}))
        return
    back = Task("payments.refund", {"attempt": str(attempt.uuid)})
    record(Happening("bill.mismatch" if not exact else "bill.return_late", bill.uuid, by), then=[back])


def _open_attempt(bill: Bill, by: Actor) -> Attempt:
    now, number = clock.now(), bill.attempts.count() + 1
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                bill=bill,
                reference=f"{bill.reference}-{number}",
                state="started",
                started_at=now,
                asked_at=now,
            )
            record(Happening("bill.start_payment", bill.uuid, by))
            return attempt
    except IntegrityError:
        return Attempt.objects.get(bill=bill, state="started")


def _move(attempt: Attempt, before: str, after: str) -> bool:
    return bool(Attempt.objects.filter(pk=attempt.pk, state=before).update(state=after))


def _order(bill: Bill, attempt: Attempt, language: str) -> Order:
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


def callback_url() -> str:
    """Where the provider's notices come in."""
    return f"{settings.BAWABA.public_url}/callbacks/payment"


def _line(line: Line) -> dict[str, str | int]:
    return {"kind": line.kind, "ar": line.label.ar, "en": line.label.en, "halalas": line.amount.halalas}
