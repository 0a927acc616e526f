"""Nobody paid for an application in time."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-expired",
    kind="case",
    sms=T(
        "انتهت مهلة سداد طلبك {reference} فأُلغي، ولم يُخصم منك شيء.",
        en="Your application {reference} was not paid for in time and has ended. Nothing was charged.",
    ),
    title=T("انتهت مهلة سداد طلبك", en="Your application was not paid for in time"),
    body=T(
        "انتهت مهلة سداد طلبك {reference} فأُلغي هو وفاتورته، ولم يُخصم منك شيء. تستطيع أن تقدّم طلبًا جديدًا متى شئت.",
        en="Your application {reference} was not paid for in time and has ended, with its bill. Nothing was charged. You can apply anew whenever you like.",
    ),
)
