"""Nobody took the parcel: it has come back."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="parcel-returned",
    kind="case",
    sms=T(
        "عادت شحنتك ولم تُسلَّم. رقم الطلب {reference}. تأكد من عنوانك ثم اطلب توصيلها من جديد.",
        en="Your parcel came back undelivered. Application {reference}. Check your address, then ask for it again.",
    ),
    title=T("عادت شحنتك ولم تُسلَّم", en="Your parcel came back"),
)
