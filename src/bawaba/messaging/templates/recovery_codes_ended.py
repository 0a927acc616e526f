"""The recovery codes were ended: told to every address."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-codes-ended",
    kind="security",
    sms=T(
        "أُوقفت الرموز الاحتياطية لحسابك في بوابة في {at}.\nلست أنت؟ {link}",
        en="The recovery codes of your Bawaba account were ended on {at}.\nNot you? {link}",
    ),
    title=T("أُوقفت الرموز الاحتياطية", en="The recovery codes were ended"),
    moments=("at",),
)
