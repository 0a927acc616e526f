"""This phone belongs to an account from now on."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="phone-bound",
    kind="security",
    sms=T(
        "صار هذا جوال حسابك في بوابة منذ {at}، وعليه تصلك رموز الدخول.",
        en="This is the phone of your Bawaba account since {at}; log-in codes reach you here.",
    ),
    moments=("at",),
)
