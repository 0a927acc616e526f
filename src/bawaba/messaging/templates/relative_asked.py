"""Somebody names this person as a trusted relative."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="relative-asked",
    kind="security",
    sms=T(
        "يسميك {name} في بوابة قريبًا موثوقًا يشهد له إن ضاع جواله. اقبل أو ارفض في صفحة «أقارب موثوقون».",
        en="{name} names you on Bawaba as a trusted relative, who vouches for them if they lose their phone. Accept or decline on your page “Trusted relatives”.",
    ),
    title=T("يسميك أحد قريبًا موثوقًا", en="Somebody names you as a trusted relative"),
)
