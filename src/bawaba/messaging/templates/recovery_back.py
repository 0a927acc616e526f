"""The new phone was proven: the link with which its holder comes back to the recovery."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-back",
    kind="security",
    sms=T(
        "للعودة إلى استعادة حسابك في بوابة: {link}\nلا تُطلع عليه أحدًا.",
        en="To come back to the recovery of your Bawaba account: {link}\nNever share it.",
    ),
)
