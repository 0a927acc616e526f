"""The owner has resumed the account."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-resumed",
    kind="security",
    sms=T(
        "عاد حسابك في بوابة إلى العمل في {at}.\nلست أنت؟ {link}",
        en="Your Bawaba account was resumed on {at}.\nNot you? {link}",
    ),
    title=T("عاد حسابك إلى العمل", en="Your account was resumed"),
    moments=("at",),
)
