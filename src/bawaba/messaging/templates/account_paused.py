"""The owner has paused the account."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-paused",
    kind="security",
    sms=T(
        "أُوقف حسابك في بوابة مؤقتًا في {at}، فلا يُقدَّم به طلب حتى تعيده.\nلست أنت؟ {link}",
        en="Your Bawaba account was paused on {at}: nothing is applied for with it until you resume it.\nNot you? {link}",
    ),
    title=T("أُوقف حسابك مؤقتًا", en="Your account was paused"),
    moments=("at",),
)
