"""The document on which the account stands has lapsed."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-asleep",
    kind="security",
    sms=T(
        "حسابك في بوابة نائم لأن إقامتك أو تأشيرتك انتهت. تستطيع الدخول والقراءة والدفع والتنزيل، ولا تقدّم طلبات. "
        "ويصحو وحده متى جُدّدت.",
        en="Your Bawaba account is asleep because your permit or visa has lapsed. You can log in, read, pay and "
        "download, but not apply. It wakes by itself once renewed.",
    ),
    title=T("حسابك نائم", en="Your account is asleep"),
)
