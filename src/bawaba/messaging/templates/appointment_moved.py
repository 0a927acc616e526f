"""The appointment has another time."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="appointment-moved",
    kind="case",
    deadline="moment",
    sms=T(
        "تغيّر موعدك {reference} إلى: {moment}، {office}.",
        en="Your appointment {reference} has moved to: {moment}, {office}.",
    ),
    title=T("تغيّر موعدك", en="Your appointment has moved"),
    moments=("moment",),
)
