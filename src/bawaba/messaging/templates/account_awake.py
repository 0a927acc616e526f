"""The account acts again."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-awake",
    kind="security",
    sms=T(
        "صحا حسابك في بوابة، وتستطيع تقديم الطلبات من جديد.",
        en="Your Bawaba account is awake: you can apply again.",
    ),
    title=T("صحا حسابك", en="Your account is awake"),
)
