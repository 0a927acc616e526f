"""The register refused what two have agreed to; whoever paid gets it back, and nobody is told what was wrong with the other."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="counterparty-refused",
    kind="case",
    sms=T(
        "تعذّر إتمام الطلب {reference} الذي وافقت عليه، ويُعاد إليك ما دفعته كاملًا.",
        en="Application {reference}, to which you agreed, cannot be completed. Everything that you paid goes back to you.",
    ),
    title=T("تعذّر إتمام الطلب", en="The application cannot be completed"),
)
