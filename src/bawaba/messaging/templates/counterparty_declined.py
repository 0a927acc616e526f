"""The other side did not go on; nobody is told why."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="counterparty-declined",
    kind="case",
    sms=T(
        "تعذّر إتمام طلبك {reference}. لم يُخصم منك شيء.",
        en="Your application {reference} cannot be completed. Nothing was charged to you.",
    ),
    title=T("تعذّر إتمام طلبك", en="Your application cannot be completed"),
)
