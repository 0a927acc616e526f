"""Somebody has acted under a delegation."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="delegation-used",
    kind="security",
    sms=T(
        "قدّم {name} طلبًا باسمك بموجب تفويضك له. إن لم ترد ذلك فألغ التفويض من صفحة «التفويضات».",
        en="{name} has submitted an application in your name under your delegation. If you do not want that, revoke it on your page “Delegations”.",
    ),
    title=T("قُدّم طلب باسمك", en="An application was submitted in your name"),
)
