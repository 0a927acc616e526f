"""The code of a phone in a recovery."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-code",
    kind="code",
    sms=T(
        "رمز استعادة حسابك في بوابة: {code}\nلن يطلبه منك أي موظف. لا تُطلع عليه أحدًا.",
        en="The code that recovers your Bawaba account is {code}\nNo officer will ever ask for it. Never share it.",
    ),
)
