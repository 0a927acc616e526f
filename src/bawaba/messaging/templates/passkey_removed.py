"""A passkey was removed by somebody who was logged in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="passkey-removed",
    kind="security",
    sms=T(
        "أُزيل مفتاح مرور من حسابك في بوابة في {at}.\nلست أنت؟ {link}",
        en="A passkey was removed from your Bawaba account on {at}.\nNot you? {link}",
    ),
    title=T("أُزيل مفتاح مرور", en="A passkey was removed"),
    moments=("at",),
)
