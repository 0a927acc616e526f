"""A passkey was added by somebody who was logged in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="passkey-added",
    kind="security",
    sms=T(
        "أُضيف مفتاح مرور إلى حسابك في بوابة في {at}، ويكفي وحده للدخول.\nلست أنت؟ {link}",
        en="A passkey was added to your Bawaba account on {at}; it alone is enough to log in.\nNot you? {link}",
    ),
    title=T("أُضيف مفتاح مرور", en="A passkey was added"),
    moments=("at",),
)
