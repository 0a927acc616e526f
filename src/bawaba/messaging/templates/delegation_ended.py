"""The other side has ended it."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="delegation-ended",
    kind="security",
    sms=T(
        "أنهى {name} التفويض بينكما. لم يعد ساريًا من الآن.",
        en="{name} has ended the delegation between you. It is no longer in force.",
    ),
    title=T("انتهى تفويض", en="A delegation has ended"),
)
