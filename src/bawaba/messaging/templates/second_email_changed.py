"""The account has a second e-mail, or another one: told to every address of before."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="second-email-changed",
    kind="security",
    sms=T(
        "أُضيف إلى حسابك في بوابة بريد ثانٍ في {at}، وعليه تصل التنبيهات أيضًا.\nلست أنت؟ {link}",
        en="A second e-mail address was added to your Bawaba account on {at}; notices go there, too.\nNot you? {link}",
    ),
    title=T("أُضيف بريد ثانٍ إلى حسابك", en="A second e-mail address was added to your account"),
    moments=("at",),
)
