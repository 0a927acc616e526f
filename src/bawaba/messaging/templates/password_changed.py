"""The password was changed by somebody who was logged in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="password-changed",
    kind="security",
    sms=T(
        "غُيّرت كلمة مرور حسابك في بوابة في {at}.\nلست أنت؟ {link}",
        en="The password of your Bawaba account was changed on {at}.\nNot you? {link}",
    ),
    title=T("غُيّرت كلمة المرور", en="Your password was changed"),
    moments=("at",),
)
