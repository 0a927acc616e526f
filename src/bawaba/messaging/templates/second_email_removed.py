"""The account has no second e-mail any more: told to every address, to that one as well."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="second-email-removed",
    kind="security",
    sms=T(
        "أُزيل البريد الثاني من حسابك في بوابة في {at}.\nلست أنت؟ {link}",
        en="The second e-mail address of your Bawaba account was removed on {at}.\nNot you? {link}",
    ),
    title=T("أُزيل البريد الثاني من حسابك", en="The second e-mail address of your account was removed"),
    moments=("at",),
)
