"""An officer has lifted what "not you?" had closed."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="not-you-lifted",
    kind="security",
    sms=T(
        "انتهت مراجعة بلاغ «لست أنت؟» وحسابك مفتوح. نرسل رمز الدخول إلى جوالك إن كان موقوفًا.",
        en="The review of your “not you?” report has ended and your account is open. If it was suspended, a code to log in follows to your phone.",
    ),
    title=T("انتهت مراجعة البلاغ", en="The review of your report has ended"),
)
