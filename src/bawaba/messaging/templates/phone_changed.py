"""The account has another phone: told to the former one, and by e-mail."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="phone-changed",
    kind="security",
    sms=T(
        "رُبط حسابك في بوابة بجوال آخر في {at}.\nلست أنت؟ {link}",
        en="Your Bawaba account was bound to another phone on {at}.\nNot you? {link}",
    ),
    title=T("رُبط حسابك بجوال آخر", en="Your account was bound to another phone"),
    moments=("at",),
)
