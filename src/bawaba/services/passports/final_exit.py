"""Leave for good."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, InsideCountry, NotExpired, NoUnpaidViolations
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.issued import Document
from bawaba.core.text import T

SERVICE = EService(
    slug="final-exit",
    agency="passports",
    title=T("تأشيرة خروج نهائي", en="Final exit visa"),
    about=T(
        "تغادر البلاد نهائيًا خلال ستين يومًا، وتنتهي بها إقامتك.",
        en="Leave the country for good within sixty days; your residence ends with it.",
    ),
    open_to={"resident", "dependent"},
    for_whom=("self", "spouse", "child", "ward"),
    conditions=(
        AccountAwake(),
        AccountCooledDown(),
        InsideCountry(),
        NotExpired("passport", for_days=60),
        NoUnpaidViolations(),
    ),
    effect=RegisterChange("visa.final_exit"),
    issues=Document("final-exit-visa", T("تأشيرة خروج نهائي", en="Final exit visa")),
    sensitive=True,
    sentence=T(
        "أطلب الخروج النهائي {for_who}، وأعلم أن الإقامة تنتهي به.",
        en="I ask for a final exit {for_who}, and know that the residence ends with it.",
    ),
    words=("مغادرة", "خروج نهائي", "leave for good", "final"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
