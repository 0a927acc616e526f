"""The price of a sale has left the escrow."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="price-released",
    kind="case",
    sms=T(
        "أُفرج عن الثمن المحفوظ لطلبك {reference} وحُوّل إليك.",
        en="The price held for your application {reference} has been released and paid out to you.",
    ),
    title=T("وصلك الثمن", en="The price was paid out to you"),
)
