"""The register says that the person has left the country."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-outside",
    kind="security",
    sms=T(
        "حسابك في بوابة نائم لأنك خارج البلاد. تستطيع الدخول والقراءة والدفع والتنزيل، ولا تقدّم طلبات. "
        "ويصحو وحده متى عدت.",
        en="Your Bawaba account is asleep because you are outside the country. You can log in, read, pay and "
        "download, but not apply. It wakes by itself when you return.",
    ),
    title=T("حسابك نائم", en="Your account is asleep"),
)
