"""The appointment was cancelled."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="appointment-cancelled",
    kind="case",
    urgent=True,
    deadline="moment",
    sms=T(
        "أُلغي موعدك {reference}: {moment}، {office}.",
        en="Your appointment {reference} was cancelled: {moment}, {office}.",
    ),
    title=T("أُلغي موعدك", en="Your appointment was cancelled"),
    moments=("moment",),
)
