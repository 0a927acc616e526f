"""The user name was changed by somebody who was logged in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="user-name-changed",
    kind="security",
    sms=T(
        "غُيّر اسم المستخدم لحسابك في بوابة إلى {user_name} في {at}.\nلست أنت؟ {link}",
        en="The user name of your Bawaba account was changed to {user_name} on {at}.\nNot you? {link}",
    ),
    title=T("غُيّر اسم المستخدم", en="Your user name was changed"),
    moments=("at",),
)
