"""A payment has arrived."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="bill-paid",
    kind="case",
    sms=T("سُدّدت الفاتورة {reference} بمبلغ {amount}.", en="Bill {reference} is paid: {amount}."),
    title=T("وصلت دفعتك", en="Your payment has arrived"),
    body=T(
        "سُدّدت الفاتورة {reference} بمبلغ {amount}. تجد الإيصال في «وثائقي».",
        en="Bill {reference} is paid: {amount}. The receipt is under “My documents”.",
    ),
    amounts=("amount",),
)
