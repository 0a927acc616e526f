"""Somebody offers a delegation."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="delegation-offered",
    kind="case",
    sms=T(
        "عرض عليك {name} أن تتصرف باسمه في بعض الخدمات. اقرأ التفويض في صفحة «التفويضات» واقبله أو ارفضه.",
        en="{name} asks you to act for them in some services. Read the delegation on your page “Delegations”, and accept or decline it.",
    ),
    title=T("تفويض معروض عليك", en="A delegation was offered to you"),
)
