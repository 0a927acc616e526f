"""The code of a phone that somebody wants to bind to their account."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="new-phone-code",
    kind="code",
    sms=T(
        "رمز ربط هذا الجوال بحسابك في بوابة: {code}\nلن يطلبه منك أي موظف. لا تُطلع عليه أحدًا.",
        en="The code that binds this phone to your Bawaba account is {code}\nNo officer will ever ask for it. Never share it.",
    ),
)
