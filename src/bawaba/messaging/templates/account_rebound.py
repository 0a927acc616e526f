"""A present person bound the account to a new phone: told to the old addresses."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-rebound",
    kind="security",
    sms=T(
        "رُبط حسابك في بوابة بجوال آخر حضوريًا عند {place} في {at}.\nلست أنت؟ {link}",
        en="Your Bawaba account was bound to another phone, in person, at {place} on {at}.\nNot you? {link}",
    ),
    title=T("تغيّر جوال حسابك", en="The phone of your account has changed"),
    moments=("at",),
)
