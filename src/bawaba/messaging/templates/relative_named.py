"""The account named somebody who may vouch for it."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="relative-named",
    kind="security",
    sms=T(
        "سُمّي في حسابك في بوابة قريب موثوق يساعد في استعادته، في {at}.\nلست أنت؟ {link}",
        en="A trusted relative who helps to recover your Bawaba account was named on {at}.\nNot you? {link}",
    ),
    title=T("سُمّي قريب موثوق", en="A trusted relative was named"),
    moments=("at",),
)
