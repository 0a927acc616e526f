"""A tie to a trusted relative has ended, from either side."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="relative-ended",
    kind="security",
    sms=T(
        "لم يعد قريبك الموثوق يساعد في استعادة حسابك في بوابة منذ {at}.\nلست أنت؟ {link}",
        en="Your trusted relative no longer helps to recover your Bawaba account, as of {at}.\nNot you? {link}",
    ),
    title=T("لم يعد لك هذا القريب الموثوق", en="A trusted relative no longer helps you"),
    moments=("at",),
)
