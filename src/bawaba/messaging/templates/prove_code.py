"""The second step of proving again who one is, before something sensitive."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="prove-code",
    kind="code",
    sms=T(
        "رمز تأكيد عملية حساسة في بوابة: {code}\nلن يطلبه منك أي موظف. لا تُطلع عليه أحدًا.\n\n@{host} #{code}",
        en="Your code to confirm something sensitive in Bawaba is {code}\nNo officer will ever ask for it. Never share it.\n\n@{host} #{code}",
    ),
)
