"""Whoever was named has accepted."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="relative-accepted",
    kind="security",
    sms=T(
        "وافق قريبك الموثوق على أن يساعد في استعادة حسابك في بوابة، في {at}.\nلست أنت من سمّاه؟ {link}",
        en="Your trusted relative has agreed to help recover your Bawaba account, on {at}.\nNot you who named them? {link}",
    ),
    title=T("وافق قريبك الموثوق", en="Your trusted relative has agreed"),
    moments=("at",),
)
