"""A travel permit for a dependent or a minor."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, NotExpired
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Day
from bawaba.cases.issued import Document
from bawaba.core.text import T

SERVICE = EService(
    slug="travel-permit",
    agency="passports",
    title=T("تصريح سفر لتابع", en="Travel permit for a dependent"),
    about=T(
        "تسمح لقاصر من أسرتك أو في ولايتك بالسفر حتى يوم تحدده.",
        en="Allow a minor of your family or in your care to travel until a day that you set.",
    ),
    open_to={"citizen", "resident"},
    for_whom=("child", "ward"),
    conditions=(AccountAwake(), AccountCooledDown(), NotExpired("passport")),
    fields=(Day("until", T("يسري حتى", en="Valid until"), earliest=0, latest=366),),
    effect=RegisterChange("travel.permit", until="until"),
    issues=Document("travel-permit", T("تصريح سفر", en="Travel permit")),
    sensitive=True,
    sentence=T("أسمح لـ{who} بالسفر حتى {until}.", en="I allow {who} to travel until {until}."),
    words=("سفر", "قاصر", "إذن سفر", "minor", "permission"),
    basis=T("نظام وثائق السفر، عينة للعرض", en="Travel documents law, sample"),
)
