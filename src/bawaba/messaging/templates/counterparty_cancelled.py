"""The applicant does not want it any more, after the other side has agreed."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="counterparty-cancelled",
    kind="case",
    sms=T(
        "ألغى صاحب الطلب {reference} طلبه، ولست مطالبًا بشيء.",
        en="Application {reference} was cancelled by the applicant. You owe nothing.",
    ),
    title=T("أُلغي طلب وافقت عليه", en="An application to which you agreed was cancelled"),
)
