"""Recovery codes were made, those of before are over: told to every address."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-codes-made",
    kind="security",
    sms=T(
        "أُنشئت رموز احتياطية جديدة لحسابك في بوابة في {at}.\nلست أنت؟ {link}",
        en="New recovery codes were made for your Bawaba account on {at}.\nNot you? {link}",
    ),
    title=T("رموز احتياطية جديدة", en="New recovery codes"),
    moments=("at",),
)
