"""A registration was released from review."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="enrolment-release",
    kind="registration",
    sms=T(
        "انتهت مراجعة طلب تسجيلك {reference}. فعّله قبل {deadline}.",
        en="The review of your registration {reference} has ended. Activate it before {deadline}.",
    ),
    title=T("انتهت مراجعة طلب تسجيلك", en="The review of your registration has ended"),
    moments=("deadline",),
)
