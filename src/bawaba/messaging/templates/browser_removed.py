"""Notifications in a browser were stopped by somebody who was logged in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="browser-removed",
    kind="security",
    sms=T(
        "أُوقفت إشعارات بوابة في أحد متصفحاتك في {at}.\nلست أنت؟ {link}",
        en="Bawaba’s notifications in one of your browsers were stopped on {at}.\nNot you? {link}",
    ),
    title=T("أُوقفت إشعارات متصفح", en="Notifications in a browser stopped"),
    moments=("at",),
)
