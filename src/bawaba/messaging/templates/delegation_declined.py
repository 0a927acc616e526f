"""The receiver has declined; nobody is named, for nobody is revealed."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="delegation-declined",
    kind="case",
    sms=T(
        "لم يُقبل التفويض الذي عرضته.",
        en="The delegation that you offered was not accepted.",
    ),
    title=T("لم يُقبل تفويضك", en="Your delegation was not accepted"),
)
