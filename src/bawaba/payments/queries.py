"""The only readers of bills for others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.payments.models import Bill

PAGE = 50


class NoBill(LookupError):
    """None of that name, or not this person's."""


@dataclass(frozen=True)
class LineView:
    """One line of a bill."""

    kind: str
    label: T
    amount: Money


@dataclass(frozen=True)
class BillView:
    """A bill as a page shows it."""

    uuid: UUID
    reference: str
    account: UUID
    subject: UUID
    title: T
    lines: tuple[LineView, ...]
    total: Money
    state: str
    raised_at: datetime
    paid_at: datetime | None
    escrow: str  # the state of what is held for somebody else; empty where nothing is


def bill_of(account: UUID, bill: UUID) -> BillView:
    """The person's own bill; another's is not there."""
    row = Bill.objects.select_related("escrow").filter(uuid=bill, account=account).first()
    if row is None:
        raise NoBill(bill)
    return view_of(row)


def bills_of(account: UUID, before: int | None = None) -> list[tuple[int, BillView]]:
    """Newest first, by the number that comes with each; at most PAGE."""
    rows = Bill.objects.select_related("escrow").filter(account=account)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [(row.pk, view_of(row)) for row in rows.order_by("-pk")[:PAGE]]


def bill_for(subject: UUID) -> BillView:
    """The bill of an application."""
    row = Bill.objects.select_related("escrow").filter(subject=subject).first()
    if row is None:
        raise NoBill(subject)
    return view_of(row)


def view_of(row: Bill) -> BillView:
    """A row in words of the pages."""
    lines = tuple(
        LineView(one["kind"], T(one["ar"], en=one["en"]), Money(one["halalas"], row.currency)) for one in row.lines
    )
    return BillView(
        uuid=row.uuid,
        reference=row.reference,
        account=row.account,
        subject=row.subject,
        title=T(row.title_ar, en=row.title_en),
        lines=lines,
        total=Money(row.halalas, row.currency),
        state=row.state,
        raised_at=row.raised_at,
        paid_at=row.paid_at,
        escrow=row.escrow.state if hasattr(row, "escrow") else "",
    )
