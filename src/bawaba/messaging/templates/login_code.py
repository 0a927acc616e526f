"""The second step of logging in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="login-code",
    kind="code",
    sms=T(
        "رمز الدخول إلى بوابة: {code}\nلن يطلبه منك أي موظف. لا تُطلع عليه أحدًا.\n\n@{host} #{code}",
        en="Your Bawaba log-in code is {code}\nNo officer will ever ask for it. Never share it.\n\n@{host} #{code}",
    ),
)
