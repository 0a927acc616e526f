"""Somebody recovers the account by two methods: it waits, and everybody who is told can stop it."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-waits",
    kind="security",
    sms=T(
        "طُلبت استعادة حسابك في بوابة بجوال جديد، وتتم بعد {until}.\nلست أنت؟ أوقفها: {link}",
        en="Your Bawaba account is being recovered with a new phone; it takes effect after {until}.\nNot you? Stop it: {link}",
    ),
    title=T("حسابك يُستعاد بجوال جديد", en="Your account is being recovered with a new phone"),
    moments=("until",),
)
