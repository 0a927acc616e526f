"""The owner has closed the account."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-closed",
    kind="security",
    sms=T(
        "أُغلق حسابك في بوابة نهائيًا في {at}. لا يُفتح ثانيةً، ولك أن تسجّل من جديد متى شئت.\nلست أنت؟ {link}",
        en="Your Bawaba account was closed for good on {at}. It cannot be reopened; you may register anew at any time.\n"
        "Not you? {link}",
    ),
    title=T("أُغلق حسابك", en="Your account was closed"),
    moments=("at",),
)
