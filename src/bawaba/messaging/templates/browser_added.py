"""A browser was allowed to show notifications by somebody who was logged in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="browser-added",
    kind="security",
    sms=T(
        "إشعارات بوابة تصل الآن إلى متصفح: {browser}، منذ {at}.\nلست أنت؟ {link}",
        en="Bawaba’s notifications now reach a browser: {browser}, since {at}.\nNot you? {link}",
    ),
    title=T("إشعارات في متصفح", en="Notifications in a browser"),
    moments=("at",),
)
