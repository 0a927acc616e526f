"""To the second e-mail itself, once its link was pressed."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="second-email-bound",
    kind="security",
    sms=T(
        "صار هذا العنوان البريد الثاني لحسابك في بوابة منذ {at}، وعليه تصل التنبيهات أيضًا.",
        en="This is the second e-mail address of your Bawaba account since {at}; notices reach you here, too.",
    ),
    title=T("البريد الثاني لحسابك", en="The second e-mail address of your account"),
    moments=("at",),
)
