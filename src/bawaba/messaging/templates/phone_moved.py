"""R11: a recycled number serves its new holder; the former account is told on its other addresses."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="phone-moved",
    kind="security",
    sms=T(
        "لم يعد جوالك القديم مرتبطًا بحسابك في بوابة لأن غيرك أثبت أنه معه. ادخل واربط جوالك الجديد.",
        en="Your old phone no longer serves your Bawaba account: somebody else proved to hold it. Log in and bind your new phone.",
    ),
    title=T("جوالك القديم لم يعد لحسابك", en="Your old phone no longer serves your account"),
)
