"""The live code at a kiosk or counter."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="visit-code",
    kind="code",
    sms=T(
        "لتفعيل حسابك بالجوال {phone} عند {place}: {code}\nأدخله بنفسك ولا تقرأه لأحد أبدًا.",
        en="To activate {phone} at {place}: {code}\nType it yourself; never read it out to anyone.",
    ),
)
