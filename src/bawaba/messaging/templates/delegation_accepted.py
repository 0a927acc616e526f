"""The receiver has accepted."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="delegation-accepted",
    kind="security",
    sms=T(
        "قبل {name} تفويضك. يمكنك إلغاؤه متى شئت من صفحة «التفويضات».",
        en="{name} has accepted your delegation. You can revoke it at any time on your page “Delegations”.",
    ),
    title=T("قُبل تفويضك", en="Your delegation was accepted"),
)
