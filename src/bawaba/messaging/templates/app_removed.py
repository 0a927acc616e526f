"""The authenticator app was removed: told to every address."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="app-removed",
    kind="security",
    sms=T(
        "أُزيل تطبيق المصادقة من حسابك في بوابة في {at}.\nلست أنت؟ {link}",
        en="The authenticator app of your Bawaba account was removed on {at}.\nNot you? {link}",
    ),
    title=T("أُزيل تطبيق المصادقة", en="The authenticator app was removed"),
    moments=("at",),
)
