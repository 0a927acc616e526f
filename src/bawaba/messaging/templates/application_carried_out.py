"""The register has carried the application out."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-carried-out",
    kind="case",
    sms=T("أُنجز طلبك {reference}.", en="Your application {reference} has been carried out."),
    title=T("أُنجز طلبك", en="Your application has been carried out"),
    body=T(
        "أُنجز طلبك {reference}. تجد الوثيقة في «وثائقي».",
        en="Your application {reference} has been carried out. The document is under “My documents”.",
    ),
)
