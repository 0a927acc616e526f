"""The account was activated by somebody who is not to be trusted any more: it waits until its person was at a counter."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-suspended",
    kind="security",
    sms=T(
        "أوقفنا حسابك في بوابة احتياطًا، لأن الجهة التي فعّلته قد تكون اختُرقت. لم نجد أنك أخطأت في شيء. "
        "لتشغيله راجع مكتب خدمة ومعك وثيقتك.",
        en="As a precaution we have suspended your Bawaba account, because whoever activated it may have been "
        "compromised. You have done nothing wrong. To open it again, visit a service counter with your document.",
    ),
    title=T("أوقفنا حسابك احتياطًا", en="Your account is suspended as a precaution"),
)
