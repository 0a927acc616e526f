"""Renew a driving licence."""

from bawaba.cases.conditions import AccountAwake, ExpiresWithin, MedicalPassed, NoUnpaidViolations
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T

FEES = {2: 80, 5: 200, 10: 400}

SERVICE = EService(
    slug="renew-driving-licence",
    agency="traffic",
    title=T("تجديد رخصة القيادة", en="Renew a driving licence"),
    about=T(
        "تجدّد رخصتك قبل سنة من انتهائها أو بعده.", en="Renew your licence from a year before its end, or after it."
    ),
    open_to={"citizen", "resident", "dependent", "gcc_citizen"},
    conditions=(
        AccountAwake(),
        ExpiresWithin("driving_licence", days=365),
        MedicalPassed("driving"),
        NoUnpaidViolations(),
    ),
    fields=(
        Choice(
            "years",
            T("المدة", en="Duration"),
            {
                2: T("سنتان", en="Two years"),
                5: T("خمس سنوات", en="Five years"),
                10: T("عشر سنوات", en="Ten years"),
            },
        ),
    ),
    fee=lambda facts, answers: sar(FEES[answers["years"]]),
    fee_note=T("80 ريالًا لسنتين، 200 لخمس، 400 لعشر", en="SAR 80 for two years, 200 for five, 400 for ten"),
    effect=RegisterChange("licence.renew", years="years"),
    issues=Document("driving-licence", T("رخصة قيادة", en="Driving licence")),
    delivers=True,
    words=("رخصة", "سياقة", "قيادة", "licence", "license", "driving", "driver"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
