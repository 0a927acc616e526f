"""A passport for a child of the family."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, AgeBetween, NoUnpaidViolations
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice, Files
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="passport-of-minor",
    agency="passports",
    title=T("جواز سفر لقاصر", en="Passport of a minor"),
    about=T("تصدر جواز سفر لطفلك أو تجدّده.", en="Issue or renew a passport for your child."),
    open_to={"citizen"},
    for_whom=("child", "ward"),
    conditions=(AccountAwake(), AccountCooledDown(), AgeBetween(most=17), NoUnpaidViolations()),
    fields=(
        Choice("years", T("المدة", en="Duration"), {5: T("خمس سنوات", en="Five years")}),
        Files("photo", T("صورة الطفل", en="The child's photograph"), most=1),
    ),
    fee=lambda facts, answers: sar(300),
    fee_note=T("300 ريال", en="SAR 300"),
    effect=RegisterChange("passport.renew", years="years"),
    issues=Document("passport-renewal", T("إشعار إصدار جواز سفر", en="Passport issue notice")),
    sensitive=True,
    sentence=T(
        "أوافق على إصدار جواز سفر لـ{who}: {years}.",
        en="I agree that a passport is issued for {who}: {years}.",
    ),
    delivers=True,
    words=("جواز ابني", "جواز طفل", "child passport", "kid"),
    basis=T("نظام وثائق السفر، عينة للعرض", en="Travel documents law, sample"),
)
