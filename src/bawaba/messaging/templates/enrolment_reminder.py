"""The deadline comes near."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="enrolment-reminder",
    kind="registration",
    sms=T(
        "تذكير: ينتهي طلب تسجيلك رقم {reference} في {deadline}. فعّل حسابك حضوريًا قبل ذلك.",
        en="Reminder: your registration {reference} ends on {deadline}. Activate your account in person before then.",
    ),
    moments=("deadline",),
)
