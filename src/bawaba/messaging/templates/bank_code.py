"""Bank first: the code that completes the registration on the portal."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="bank-code",
    kind="code",
    sms=T(
        "أكّد بنكك هويتك. أكمل تسجيلك في {link} خلال 24 ساعة بهذا الرمز: {code}\nلا تُطلع أحدًا عليه.",
        en="Your bank has vouched for you. Complete your registration at {link} within 24 hours with this code: {code}\nNever share it.",
    ),
)
