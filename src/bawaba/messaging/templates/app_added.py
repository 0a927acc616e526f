"""An authenticator app was set up: told to every address."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="app-added",
    kind="security",
    sms=T(
        "أُعدّ تطبيق مصادقة لحسابك في بوابة في {at}.\nلست أنت؟ {link}",
        en="An authenticator app was set up for your Bawaba account on {at}.\nNot you? {link}",
    ),
    title=T("أُعدّ تطبيق مصادقة", en="An authenticator app was set up"),
    moments=("at",),
)
