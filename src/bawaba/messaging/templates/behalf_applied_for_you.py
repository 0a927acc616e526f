"""Somebody has applied on behalf of this person, by a right that the register names."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="behalf-applied-for-you",
    kind="security",
    sms=T(
        "قدّم {name} طلب «{service}» نيابة عنك، بصفته: {right}. ترى من يتصرف عنك في صفحة «من يتصرف عمّن».",
        en="{name} has applied for “{service}” on your behalf ({right}). Your page “Who acts for whom” shows who can.",
    ),
    title=T("قُدّم طلب نيابة عنك", en="Somebody applied on your behalf"),
)
