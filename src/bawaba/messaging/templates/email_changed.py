"""The account has another e-mail: told to the former one, and to the phone."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="email-changed",
    kind="security",
    sms=T(
        "غُيّر البريد الإلكتروني لحسابك في بوابة في {at}.\nلست أنت؟ {link}",
        en="The e-mail address of your Bawaba account was changed on {at}.\nNot you? {link}",
    ),
    title=T("غُيّر بريد حسابك", en="The e-mail address of your account was changed"),
    moments=("at",),
)
