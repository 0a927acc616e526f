"""Somebody has applied on behalf of another; to whoever did it."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="behalf-applied",
    kind="case",
    sms=T(
        "قدّمت طلب «{service}» نيابة عن {name}، ورقمه {reference}.",
        en="You have applied for “{service}” on behalf of {name}. Reference: {reference}.",
    ),
    title=T("طلب قدّمته نيابة عن غيرك", en="An application on behalf of another"),
)
