"""An officer has looked at a report about an account that was closed."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="not-you-settled",
    kind="case",
    sms=T(
        "نظر موظف في بلاغك عن الحساب المغلق في بوابة وأنهى البلاغ. الحساب يبقى مغلقًا، ولك أن تسجّل من جديد.",
        en="An officer has looked at your report about the closed Bawaba account and ended it. The account stays closed;"
        " you may register anew.",
    ),
    title=T("انتهى النظر في بلاغك", en="Your report has been looked at"),
)
