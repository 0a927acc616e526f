"""The link that confirms an e-mail address; an unconfirmed address receives nothing else."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="enrolment-email-confirm",
    kind="registration",
    sms=T("أكّد بريدك: {link}", en="Confirm your e-mail: {link}"),
    title=T("أكّد بريدك الإلكتروني", en="Confirm your e-mail address"),
    body=T(
        "أضيف هذا البريد إلى طلب تسجيل في بوابة. لتأكيده افتح الرابط:\n{link}\n\nإن لم تكن أنت فتجاهل الرسالة، ولن نراسلك ثانية.",
        en="This address was added to a Bawaba registration. To confirm it, open:\n{link}\n\nIf this was not you, ignore this mail; we will not write again.",
    ),
)
