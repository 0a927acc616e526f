"""It has been carried out, and nothing was issued to whoever applied: an objection, an answer, a document that went to somebody else."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-done",
    kind="case",
    sms=T("أُنجز طلبك {reference}.", en="Your application {reference} has been carried out."),
    title=T("أُنجز طلبك", en="Your application has been carried out"),
)
