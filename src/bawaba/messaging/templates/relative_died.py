"""Somebody of the household has died, as the register says; their account was closed."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="relative-died",
    kind="case",
    sms=T(
        "أفاد السجل الوطني بوفاة {name}، أحسن الله عزاءكم. أُغلق الحساب في بوابة وانتهت تفويضاته، ولا يلزمك شيء."
        " إن كان في السجل خطأ فراجع مكتب خدمة.",
        en="The national register says that {name} has died; please accept our condolences. The Bawaba account was closed"
        " and its delegations have ended; you need to do nothing. If the register is mistaken, visit a service counter.",
    ),
    title=T("تعازينا لكم", en="Our condolences"),
)
