"""What an application waited for did not come: the other side's answer, or the applicant's own to an officer's letter."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-unanswered",
    kind="case",
    sms=T(
        "انتهت مهلة طلبك {reference} فأُلغي، ويُعاد إليك ما دفعته إن كنت دفعت.",
        en="Your application {reference} waited too long for an answer and has ended. Anything you paid goes back to you.",
    ),
    title=T("انتهت مهلة طلبك", en="Your application waited too long and has ended"),
)
