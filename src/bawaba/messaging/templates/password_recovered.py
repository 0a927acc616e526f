"""A new password was chosen without the old one, by two methods."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="password-recovered",
    kind="security",
    sms=T(
        "اختيرت كلمة مرور جديدة لحسابك في بوابة في {at}، وسُجّل الخروج من كل الأجهزة.\nلست أنت؟ {link}",
        en="A new password was chosen for your Bawaba account on {at}; it is logged out on every device.\nNot you? {link}",
    ),
    title=T("اختيرت كلمة مرور جديدة", en="A new password was chosen"),
    moments=("at",),
)
