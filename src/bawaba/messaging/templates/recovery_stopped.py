"""A recovery that waited was stopped by somebody who was told of it."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="recovery-stopped",
    kind="security",
    sms=T(
        "أُوقفت استعادة الحساب في بوابة في {at}، ولم يتغير شيء. إن كنت صاحب الحساب فزر جهاز الخدمة الذاتية.",
        en="The recovery of a Bawaba account was stopped on {at}; nothing has changed. If the account is yours, visit a kiosk.",
    ),
    title=T("أُوقفت استعادة الحساب", en="The recovery was stopped"),
    moments=("at",),
)
