"""More log-ins from new devices in a day than are told one by one: the last message about them until tomorrow."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="new-devices",
    kind="security",
    sms=T(
        "تكرر الدخول إلى حسابك في بوابة من أجهزة جديدة، آخرها {device}، {at}. لن نرسل غيرها اليوم، وتجد الكل في سجل حسابك.\nلست أنت؟ {link}",
        en="Your Bawaba account was logged in to from many new devices, most recently {device}, {at}. We send no more about it today; your account's history lists all.\nNot you? {link}",
    ),
    title=T("دخول متكرر من أجهزة جديدة", en="Many log-ins from new devices"),
    moments=("at",),
)
