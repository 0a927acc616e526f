"""Why the bank's statement did not activate: told to the enrolment's proven phone only."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="bank-not-activated",
    kind="registration",
    sms=T(
        "لم يُفعّل حسابك من البنك: {why} طلبك رقم {reference} باقٍ كما هو.",
        en="Your account was not activated through the bank: {why} Registration {reference} stays as it is.",
    ),
)
