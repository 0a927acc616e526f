"""A service for which somebody wanted to be reminded can be applied for now."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="service-open",
    kind="reminder",
    sms=T(
        "تستطيع الآن أن تقدّم على خدمة: {service}.",
        en="You can apply now: {service}.",
    ),
    title=T("فُتحت لك خدمة طلبت التذكير بها", en="A service that you wanted to be reminded of is open to you"),
)
