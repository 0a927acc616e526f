"""A parcel has arrived."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="parcel-delivered",
    kind="case",
    sms=T(
        "سُلّمت شحنتك. رقم الطلب {reference}. إن لم تستلمها فقدّم طلبًا عامًا.",
        en="Your parcel was delivered. Application {reference}. If you did not receive it, send a general request.",
    ),
    title=T("سُلّمت شحنتك", en="Your parcel was delivered"),
)
