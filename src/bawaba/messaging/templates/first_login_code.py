"""The code with which a password is chosen at the first log-in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="first-login-code",
    kind="code",
    sms=T(
        "رمز الدخول الأول: {code}\nافتح {link} واختر كلمة المرور خلال 24 ساعة. لا تُطلع أحدًا على الرمز.",
        en="First log-in code: {code}\nOpen {link} and choose a password within 24 hours. Never share the code.",
    ),
)
