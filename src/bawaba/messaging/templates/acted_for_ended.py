"""The register no longer lets a relative act for this person."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="acted-for-ended",
    kind="security",
    sms=T(
        "لم يعد السجل الوطني يجيز أن يتصرف عنك {name} في بوابة، وأوقفنا ما بدأه عنك من طلبات. تتصرف عن نفسك بحسابك.",
        en="The national register no longer lets {name} act for you on Bawaba, and the applications begun for you are stopped."
        " You act for yourself with your own account.",
    ),
    title=T("انتهى تصرف غيرك عنك", en="Somebody no longer acts for you"),
)
