"""The six digits that prove a phone during registration."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="enrolment-phone-code",
    kind="code",
    sms=T(
        "رمز التحقق لطلب تسجيلك في بوابة: {code}\nلا تُطلع عليه أحدًا. إن لم تطلبه فتجاهل الرسالة.",
        en="Your Bawaba registration code is {code}\nNever share it. If you did not ask for it, ignore this message.",
    ),
)
