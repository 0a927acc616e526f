"""This address belongs to an account from now on."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="email-bound",
    kind="security",
    sms=T(
        "صار هذا بريد حسابك في بوابة منذ {at}، وعليه تصلك رسائلنا.",
        en="This is the e-mail address of your Bawaba account since {at}; our messages reach you here.",
    ),
    title=T("صار هذا بريد حسابك", en="This is the address of your account now"),
    moments=("at",),
)
