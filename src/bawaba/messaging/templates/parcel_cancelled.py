"""The courier does not carry the parcel; the fee goes back."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="parcel-cancelled",
    kind="case",
    sms=T(
        "تعذّر توصيل شحنتك. رقم الطلب {reference}. يُعاد إليك ما دفعته.",
        en="Your parcel cannot be delivered. Application {reference}. What you paid goes back to you.",
    ),
    title=T("تعذّر توصيل شحنتك", en="Your parcel cannot be delivered"),
)
