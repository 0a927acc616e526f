"""The link that binds an e-mail address to an account; until its button is pressed the address receives nothing else."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="email-confirm",
    kind="security",
    sms=T("أكّد بريدك: {link}", en="Confirm your e-mail: {link}"),
    title=T("أكّد بريدك الإلكتروني", en="Confirm your e-mail address"),
    body=T(
        "طُلب أن يكون هذا بريد حساب في بوابة. لتأكيده افتح الرابط خلال يوم:\n{link}\n\nإن لم تكن أنت فتجاهل الرسالة، ولن يتغيّر شيء.",
        en="Somebody asked that this be the address of a Bawaba account. To confirm it, open within a day:\n{link}\n\nIf this was not you, ignore this mail; nothing changes.",
    ),
)
