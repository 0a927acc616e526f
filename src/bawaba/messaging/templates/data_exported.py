"""A copy of a person's data was downloaded by somebody who was logged in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="data-exported",
    kind="security",
    sms=T(
        "نُزّلت نسخة من بياناتك في بوابة في {at}.\nلست أنت؟ {link}",
        en="A copy of your data in Bawaba was downloaded on {at}.\nNot you? {link}",
    ),
    title=T("نُزّلت نسخة من بياناتك", en="A copy of your data was downloaded"),
    moments=("at",),
)
