"""A relative who did not vouch hears that somebody recovers the account of one who trusts them."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-waits-relative",
    kind="security",
    sms=T(
        "يُستعاد الآن في بوابة حساب {name} بجوال جديد. اتصل به بنفسك، وإن لم يكن هو من طلبها فليوقفها من الرسالة التي وصلته.",
        en="The Bawaba account of {name} is being recovered with a new phone. Call them yourself; if it is not them, they can stop it by the message they received.",
    ),
    title=T("استعادة حساب من يثق بك", en="The account of somebody who trusts you is being recovered"),
)
