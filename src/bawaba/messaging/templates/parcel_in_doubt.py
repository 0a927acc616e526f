"""The courier has been silent for a month; an officer finds out where the parcel is."""

from bawaba.core.text import T
from bawaba.messaging.shelf import MessageTemplate

TEMPLATE = MessageTemplate(
    slug="parcel-in-doubt",
    kind="case",
    sms=T(
        "لم تجب شركة التوصيل عن شحنتك منذ شهر. رقم الطلب {reference}. موظف يتابعها الآن، وحقك محفوظ.",
        en="The courier has not answered about your parcel for a month. Application {reference}. An officer is finding out; your money is safe.",
    ),
    title=T("موظف يتابع شحنتك", en="An officer is finding out about your parcel"),
)
