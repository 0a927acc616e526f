"""The account is alive: where and when, and what to do when it was not you."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-activated",
    kind="security",
    wakes=False,
    sms=T(
        "فُعّل حسابك في بوابة عند {place} في {at}. اسم المستخدم: {user_name}\nلست أنت؟ {link}",
        en="Your Bawaba account was activated at {place} on {at}. User name: {user_name}\nNot you? {link}",
    ),
    title=T("فُعّل حسابك", en="Your account is active"),
    moments=("at",),
)
