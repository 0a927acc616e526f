"""The register refused the effect; the fee goes back."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-refused",
    kind="case",
    sms=T(
        "تعذّر إنجاز طلبك {reference}، ويُعاد إليك ما دفعته إن كنت دفعت.",
        en="Your application {reference} could not be carried out. Anything you paid goes back to you.",
    ),
    title=T("تعذّر إنجاز طلبك", en="Your application could not be carried out"),
    body=T(
        "تعذّر إنجاز طلبك {reference}، ويُعاد إليك ما دفعته إن كنت دفعت. السبب كما ذكره السجل: {why}",
        en="Your application {reference} could not be carried out. Anything you paid goes back to you. The register says: {why}",
    ),
)
