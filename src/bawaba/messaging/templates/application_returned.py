"""An officer asks for more."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="application-returned",
    kind="case",
    sms=T(
        "طلبك {reference} يحتاج منك شيئًا. اقرأ رسالة الموظف في صفحة طلباتك وأكمله.",
        en="Your application {reference} needs something from you. Read the letter on your page of applications and complete it.",
    ),
    title=T("طلبك يحتاج إكمالًا", en="Your application needs something from you"),
)
