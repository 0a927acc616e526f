"""An officer has approved."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-approved",
    kind="case",
    sms=T(
        "قُبل طلبك {reference} ويجري تنفيذه.",
        en="Your application {reference} was approved and is being carried out.",
    ),
    title=T("قُبل طلبك", en="Your application was approved"),
)
