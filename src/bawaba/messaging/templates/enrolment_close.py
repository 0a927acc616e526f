"""A registration was closed after review."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="enrolment-close",
    kind="registration",
    sms=T(
        "أُغلق طلب تسجيلك {reference} بعد مراجعته. لك أن تعترض عند أقرب مكتب خدمة ومعك وثيقتك.",
        en="Your registration {reference} was closed after a review. You may object at the nearest service counter with your document.",
    ),
    title=T("أُغلق طلب تسجيلك", en="Your registration was closed"),
)
