"""The account was suspended, frozen or closed before what it asked for was carried out; what was paid goes back."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-stopped",
    kind="case",
    sms=T(
        "أُوقف طلبك {reference} لأن حسابك لا يعمل الآن، ويُعاد ما دُفع كاملًا.",
        en="Your application {reference} was stopped because your account cannot be used now. Everything that was paid is returned.",
    ),
    title=T("أُوقف طلبك", en="Your application was stopped"),
)
