"""Somebody submitted a registration under the number of a live account."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="someone-tried",
    kind="security",
    sms=T(
        "حاول أحدهم تسجيل رقمك في بوابة. حسابك كما هو، ولا يلزمك شيء.",
        en="Someone tried to register your number with Bawaba. Your account is unchanged; you need do nothing.",
    ),
    title=T("محاولة تسجيل برقمك", en="Someone tried to register your number"),
)
