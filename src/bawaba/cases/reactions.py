"""What an application hears of its bill: paid, it goes on; cancelled, it ends."""

from uuid import UUID

from django.db import transaction

from bawaba.cases.advancing import Overtaken, go_on
from bawaba.cases.commands import drop_with_bill
from bawaba.cases.queries import application, application_of_bill
from bawaba.identity.accounts.queries import holder
from bawaba.journal.commands import enqueue
from bawaba.journal.handlers import Payload, on
from bawaba.journal.ports import SYSTEM
from bawaba.messaging.commands import write_messages


@on("bill.pay", "cases.bill_paid")
def approve_when_paid(payload: Payload) -> None:
    """The bill's application goes on: to an officer, or into the register."""
    found = application_of_bill(UUID(str(payload["subject"])))
    if found is None or application(found).state != "awaiting_payment":
        return
    try:
        with transaction.atomic():
            go_on(found, SYSTEM, seen="awaiting_payment")
    except Overtaken:
        return  # noted before, or cancelled


@on("escrow.pay_out", "cases.price_released")
def tell_of_price(payload: Payload) -> None:
    """The applicant has their money."""
    found = application_of_bill(UUID(str(payload["subject"])))
    if found is None:
        return
    one = application(found)
    to, values = holder(one.account).recipient(), {"reference": one.reference}
    with transaction.atomic():
        enqueue(*write_messages(template="price-released", to=to, values=values, channels=("inbox", "sms"), by=SYSTEM))


@on("bill.cancel", "cases.bill_cancelled")
def drop_when_cancelled(payload: Payload) -> None:
    """Whoever cancelled it: an application without a bill to pay stands in nobody's way."""
    found = application_of_bill(UUID(str(payload["subject"])))
    if found is not None:
        drop_with_bill(application=found)
