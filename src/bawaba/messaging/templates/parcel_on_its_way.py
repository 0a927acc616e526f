"""A parcel has left for its address."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="parcel-on-its-way",
    kind="case",
    sms=T(
        "خرجت شحنتك إلى عنوانك. رقم الطلب {reference}.",
        en="Your parcel is on its way to your address. Application {reference}.",
    ),
    title=T("شحنتك في الطريق إليك", en="Your parcel is on its way"),
)
