"""Somebody logged in from a device from which nobody had: told to every address."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="new-device",
    kind="security",
    sms=T(
        "دخول إلى حسابك في بوابة من جهاز جديد: {device}، {at}.\nلست أنت؟ {link}",
        en="Your Bawaba account was logged in to from a new device: {device}, {at}.\nNot you? {link}",
    ),
    title=T("دخول من جهاز جديد", en="A log-in from a new device"),
    moments=("at",),
)
