"""Renew a citizen's passport."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, Answers, NotExpired, NoUnpaidViolations
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Choice, Files
from bawaba.cases.issued import Document
from bawaba.core.money import Money, sar
from bawaba.core.text import T

FEES = {5: sar(300), 10: sar(600)}


def _fee(facts: Facts, answers: Answers) -> Money:
    return FEES[answers["years"]]


SERVICE = EService(
    slug="renew-passport",
    agency="passports",
    title=T("تجديد جواز السفر", en="Renew a passport"),
    about=T(
        "يصدر جواز جديد ويصلك إلى عنوانك. من دون 21 سنة لخمس سنوات فقط.",
        en="A new passport is issued and delivered to your address. Under 21, for five years only.",
    ),
    open_to={"citizen"},
    conditions=(AccountAwake(), AccountCooledDown(), NotExpired("national_id"), NoUnpaidViolations()),
    fields=(
        Choice(
            "years", T("المدة", en="Duration"), {5: T("خمس سنوات", en="Five years"), 10: T("عشر سنوات", en="Ten years")}
        ),
        Files("photo", T("صورة شخصية", en="Photograph"), most=1),
    ),
    fee=_fee,
    fee_note=T("300 ريال لخمس سنوات، و600 ريال لعشر", en="SAR 300 for five years, SAR 600 for ten"),
    effect=RegisterChange("passport.renew", years="years"),
    issues=Document("passport-renewal", T("إشعار إصدار جواز سفر", en="Passport issue notice")),
    sensitive=True,
    sentence=T("أطلب تجديد جواز سفري: {years}.", en="I ask for my passport to be renewed: {years}."),
    delivers=True,
    words=("جواز", "سفر", "passport"),
    basis=T("نظام وثائق السفر، عينة للعرض", en="Travel documents law, sample"),
)
