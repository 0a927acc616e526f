"""A seat was booked."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="appointment-booked",
    kind="case",
    deadline="moment",
    sms=T(
        "حُجز موعدك {reference}: {moment}، {office}.",
        en="Your appointment {reference}: {moment}, {office}.",
    ),
    title=T("حُجز موعدك", en="Your appointment is booked"),
    moments=("moment",),
)
