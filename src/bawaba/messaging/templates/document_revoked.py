"""An officer has revoked a document."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="document-revoked",
    kind="case",
    urgent=True,
    sms=T(
        "ألغى موظف وثيقتك {reference}. السبب في رسائلك على الصفحة.",
        en="An officer revoked your document {reference}. The reason is in your messages on the site.",
    ),
    title=T("أُلغيت وثيقتك", en="Your document was revoked"),
    body=T(
        "ألغى موظف وثيقتك {reference}، فلا تُقبل بعد الآن. السبب: {why}. إن رأيت أن هذا خطأ فراجع الجهة التي أصدرتها.",
        en="An officer revoked your document {reference}; it is no longer accepted. Reason: {why}. If you think this is wrong, ask the agency that issued it.",
    ),
)
