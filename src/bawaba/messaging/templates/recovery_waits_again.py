"""A recovery waits again after a link has stopped one: whoever stops this one logs in."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-waits-again",
    kind="security",
    sms=T(
        "طُلبت من جديد استعادة حسابك في بوابة بجوال آخر، وتتم بعد {until}.\nلست أنت؟ ادخل حسابك وأوقفها: {link}",
        en="Your Bawaba account is being recovered again with a new phone; it takes effect after {until}.\nNot you? Log in and stop it: {link}",
    ),
    title=T("حسابك يُستعاد من جديد بجوال آخر", en="Your account is being recovered again with a new phone"),
    moments=("until",),
)
