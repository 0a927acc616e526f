"""Registered: the reference and the deadline for activation."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="enrolment-receipt",
    kind="registration",
    sms=T(
        "سُجّل طلبك رقم {reference}. فعّل حسابك من جهاز الخدمة الذاتية أو من بنكك قبل {deadline}.",
        en="Registration {reference} received. Activate your account at a self-service kiosk or through your bank before {deadline}.",
    ),
    title=T("طلب تسجيلك في بوابة", en="Your Bawaba registration"),
    moments=("deadline",),
)
