"""Somebody logged in with a recovery code: told to every address, with how many are left."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-code-used",
    kind="security",
    sms=T(
        "دخول إلى حسابك في بوابة برمز احتياطي في {at}. الرموز الباقية: {left}.\nلست أنت؟ {link}",
        en="A recovery code was used to log in to your Bawaba account on {at}. Codes left: {left}.\nNot you? {link}",
    ),
    title=T("دخول برمز احتياطي", en="A log-in with a recovery code"),
    moments=("at",),
)
