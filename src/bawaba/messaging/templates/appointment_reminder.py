"""A day before."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="appointment-reminder",
    kind="reminder",
    deadline="moment",
    sms=T(
        "تذكير بموعدك {reference}: {moment}، {office}. إن لم يناسبك فغيّره أو ألغه من «مواعيدي».",
        en="A reminder of your appointment {reference}: {moment}, {office}. If it does not suit you, move or cancel it under “My appointments”.",
    ),
    title=T("موعدك قريب", en="Your appointment is soon"),
    moments=("moment",),
)
