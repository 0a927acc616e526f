"""The register no longer lets somebody act for a member of their family."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="acting-ended",
    kind="security",
    sms=T(
        "لم يعد السجل الوطني يجيز لك التصرف عن {name} في بوابة، فأوقفنا ما بدأته عنه من طلبات. إن كان في السجل خطأ فراجع مكتب خدمة.",
        en="The national register no longer lets you act for {name} on Bawaba, so the applications that you had begun for them"
        " are stopped. If the register is mistaken, visit a service counter.",
    ),
    title=T("انتهى تصرفك عن غيرك", en="You no longer act for somebody"),
)
