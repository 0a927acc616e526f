"""A delivery was asked for and paid; the courier comes next."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="parcel-requested",
    kind="case",
    sms=T(
        "طلب التوصيل {reference} قيد التجهيز، ونبلغك حين يخرج إليك.",
        en="Delivery {reference} is being prepared; we tell you when it is on its way.",
    ),
    title=T("طلب التوصيل قيد التجهيز", en="Your delivery is being prepared"),
)
