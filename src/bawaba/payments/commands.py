"""The only writers of bills: raise, take the provider's word once, cancel, give back, release."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bawaba.core import clock
from bawaba.core.money import Money
from bawaba.core.references import new_reference
from bawaba.core.text import T
from bawaba.journal.commands import record
from bawaba.journal.failpoints import reach
from bawaba.journal.ports import CLOCK, SYSTEM, Actor, Happening, Task
from bawaba.payments.lifecycle import ATTEMPT, BILL, ESCROW
from bawaba.payments.models import Attempt, Bill, Escrow
from bawaba.payments.ports import Notice

PROVIDER = Actor("payment_provider")


class NotDue(Exception):
    """The bill is paid, cancelled or refunded already."""


@dataclass(frozen=True)
class Line:
    """One line: government_fee, service_fee, tax, fine, or escrow: held for somebody else."""

    kind: str
    label: T
    amount: Money


def raise_bill(
    *, account: UUID, subject: UUID, title: T, lines: Sequence[Line], by: Actor, payee: UUID | None = None
) -> UUID:
    """Insert the bill in the caller's transaction; one an application. ValueError for two currencies.

    What its escrow lines sum up to is held for ``payee`` once it is paid.
    """
    total = sum((line.amount for line in lines[1:]), start=lines[0].amount)
    row = Bill.objects.create(
        reference=new_reference(),
        account=account,
        subject=subject,
        title_ar=title.ar,
        title_en=title.en,
        lines=[_line(line) for line in lines],
        halalas=total.halalas,
        currency=total.currency,
        state=BILL.initial(),
        raised_at=clock.now(),
    )
    record(Happening("bill.raise", row.uuid, by, {"halalas": row.halalas}))
    held = sum(line.amount.halalas for line in lines if line.kind == "escrow")
    if payee is not None and held:
        Escrow.objects.create(bill=row, payee=payee, halalas=held, state=ESCROW.initial(), changed_at=clock.now())
        record(Happening("escrow.agree", row.uuid, by, {"halalas": held}))
    return row.uuid


def note_payment(*, notice: Notice, by: Actor = PROVIDER) -> None:
    """The provider's word, by callback or by asking: however often and in whatever order it comes, it counts once."""
    attempt = Attempt.objects.select_related("bill").filter(reference=notice.reference).first()
    if attempt is None or notice.status == "pending":
        return
    with transaction.atomic():
        if notice.status == "captured":
            _capture(attempt, notice, by)
        elif notice.status == "refunded":
            if not _refunded(attempt, by):
                move_attempt(attempt, "take_back", by)
        else:
            move_attempt(attempt, "fail", by)
    reach("pay.noted")


def give_up(*, attempt: Attempt, by: Actor = CLOCK) -> None:
    """Nobody spoke of it for days: the bill may be paid anew. Should the provider capture after all, it is noticed."""
    with transaction.atomic():
        move_attempt(attempt, "give_up", by)


def fail(*, attempt: Attempt, by: Actor = CLOCK) -> None:
    """Given up for good."""
    with transaction.atomic():
        move_attempt(attempt, "fail", by)


def refund_bill(*, bill: UUID, by: Actor) -> None:
    """What was paid goes back, by a task; inside the caller's transaction."""
    paid_with = Bill.objects.filter(uuid=bill, state="paid").values_list("paid_with", flat=True).first()
    attempt = Attempt.objects.filter(uuid=paid_with).first() if paid_with else None
    if attempt is not None:
        move_escrow(bill, "give_back", by)
        _turn_back(attempt, "refused", by)


def note_refund(*, attempt: UUID, by: Actor = SYSTEM) -> None:
    """The provider has given the money back."""
    row = Attempt.objects.select_related("bill").get(uuid=attempt)
    with transaction.atomic():
        _refunded(row, by)


def release_escrow(*, bill: UUID, by: Actor) -> None:
    """Their part is done: the price goes to the payee, by a task; inside the caller's transaction. Nothing where nothing is held."""
    move_escrow(bill, "release", by, then=[Task("payments.pay_out", {"bill": str(bill)})])


def note_pay_out(*, bill: UUID, by: Actor = SYSTEM) -> None:
    """The provider has paid it out."""
    with transaction.atomic():
        move_escrow(bill, "pay_out", by)


def move_escrow(bill: UUID, move: str, by: Actor, *, then: Sequence[Task] = ()) -> bool:
    """One conditional UPDATE along the table, with its event; inside the caller's transaction."""
    step = ESCROW.move(move)
    # not by the bill's UUID: PostgreSQL judges the condition anew once a lock is free, but never behind a join
    owed = Bill.objects.filter(uuid=bill).values_list("pk", flat=True).first()
    held = Escrow.objects.filter(state__in=step.sources)
    if owed is None or not held.filter(bill_id=owed).update(state=step.target, changed_at=clock.now()):
        return False
    record(Happening(f"escrow.{move}", bill, by), then=then)
    return True


def cancel_bill(*, bill: UUID, by: Actor) -> None:
    """Nobody owes this any more; inside the caller's transaction. A capture that still arrives goes back."""
    if not Bill.objects.filter(uuid=bill, state="due").update(state="cancelled"):
        raise NotDue(bill)
    record(Happening("bill.cancel", bill, by))


def move_attempt(attempt: Attempt, move: str, by: Actor, *, then: Sequence[Task] = (), why: str = "") -> bool:
    """One conditional UPDATE along the table, with its event; inside the caller's transaction."""
    step = ATTEMPT.move(move)
    rows = Attempt.objects.filter(pk=attempt.pk, state__in=step.sources)
    if not rows.update(state=step.target):
        return False
    data = {"bill": str(attempt.bill.uuid), **({"why": why} if why else {})}
    record(Happening(f"attempt.{move}", attempt.uuid, by, data), then=then)
    return True


def _capture(attempt: Attempt, notice: Notice, by: Actor) -> None:
    if not move_attempt(attempt, "capture", by):
        return  # noted before
    reach("pay.captured")
    bill = attempt.bill
    exact = (notice.halalas, notice.currency) == (bill.halalas, bill.currency)
    paid = {"state": "paid", "paid_at": clock.now(), "paid_with": attempt.uuid}
    if exact and Bill.objects.filter(pk=bill.pk, state="due").update(**paid):
        record(Happening("bill.pay", bill.uuid, by, {"application": str(bill.subject)}))
        move_escrow(bill.uuid, "hold", by)
        reach("pay.paid")
    else:
        _turn_back(attempt, "not owed" if exact else "another amount", by)


def _turn_back(attempt: Attempt, why: str, by: Actor) -> None:
    back = Task("payments.refund", {"attempt": str(attempt.uuid)})
    move_attempt(attempt, "turn_back", by, then=[back], why=why)


def _refunded(attempt: Attempt, by: Actor) -> bool:
    """As we asked, or by hand at the provider; what was held for somebody else goes with it, unless it is theirs already."""
    if not move_attempt(attempt, "refund", by) and not _handed_back(attempt, by):
        return False
    counted = Bill.objects.filter(pk=attempt.bill_id, state="paid", paid_with=attempt.uuid)
    if counted.update(state="refunded"):
        record(Happening("bill.refund", attempt.bill.uuid, by))
    return True


def _handed_back(attempt: Attempt, by: Actor) -> bool:
    """The escrow before the attempt, as in ``refund_bill``: no ring."""
    if Bill.objects.filter(pk=attempt.bill_id, state="paid", paid_with=attempt.uuid).exists():
        move_escrow(attempt.bill.uuid, "give_back", by)
    return move_attempt(attempt, "hand_back", by)


def _line(line: Line) -> dict[str, str | int]:
    return {"kind": line.kind, "ar": line.label.ar, "en": line.label.en, "halalas": line.amount.halalas}
