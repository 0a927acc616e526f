"""The register has given the person another number; the account went along."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="account-renumbered",
    kind="security",
    sms=T(
        "صار لك رقم جديد في السجل الوطني، وانتقل حسابك في بوابة إليه بطلباته ووثائقه. ادخل به من الآن.",
        en="You have a new number in the national register, and your Bawaba account has moved to it with its applications and documents. Log in with it from now on.",
    ),
    title=T("انتقل حسابك إلى رقمك الجديد", en="Your account has moved to your new number"),
)
