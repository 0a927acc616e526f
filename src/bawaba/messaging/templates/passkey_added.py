"""A passkey was added by somebody who was logged in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="passkey-added",
    sms=T(
        "أُضيف مفتاح مرور إلى حسابك في بوابة في {at}، وهو يفتح حسابك وحده.\nلست أنت؟ {link}",
        en="A passkey was added to your Bawaba account on {at}; it alone opens your account.\nNot you? {link}",
    ),
    title=T("أُضيف مفتاح مرور", en="A passkey was added"),
    moments=("at",),
)
