"""A registration stays in review."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="enrolment-keep",
    kind="registration",
    sms=T(
        "طلب تسجيلك {reference} ما زال قيد المراجعة. لك أن تعترض أو تسجّل من جديد عند أقرب مكتب خدمة ومعك وثيقتك.",
        en="Your registration {reference} is still under review. You may object or register anew at the nearest service counter with your document.",
    ),
    title=T("طلب تسجيلك قيد المراجعة", en="Your registration is under review"),
)
