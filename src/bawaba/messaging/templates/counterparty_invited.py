"""Somebody names the holder of this account as the other side of a service."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="counterparty-invited",
    kind="case",
    sms=T(
        "ورد اسمك طرفًا في طلب رقم {reference}. اقرأه في صفحتك واقبله أو ارفضه.",
        en="Application {reference} names you as the other side. Read it on your page, and accept or decline it.",
    ),
    title=T("طلب ينتظر موافقتك", en="An application waits for your consent"),
)
