"""An officer keeps what "not you?" has closed."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="not-you-kept",
    kind="security",
    sms=T(
        "نظر موظف في بلاغ «لست أنت؟» ويبقى حسابك مغلقًا كما هو. لك أن تعترض: راجع أقرب مكتب خدمة ومعك وثيقتك.",
        en="An officer has looked at the “not you?” report, and your account stays closed as it is. You may object: visit the nearest service counter with your document.",
    ),
    title=T("حسابك ما زال قيد المراجعة", en="Your account is still under review"),
)
