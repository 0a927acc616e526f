"""An officer has rejected; why stands on the page."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-rejected",
    kind="case",
    sms=T(
        "لم يُقبل طلبك {reference}. السبب في صفحة طلباتك، ويُعاد إليك ما دفعته إن كنت دفعت.",
        en="Your application {reference} was not approved. The reason is on your page of applications. Anything you paid goes back to you.",
    ),
    title=T("لم يُقبل طلبك", en="Your application was not approved"),
)
