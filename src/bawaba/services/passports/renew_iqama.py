"""Renew a resident's permit (iqama)."""

from bawaba.cases.conditions import (
    AccountAwake,
    BiometricOnFile,
    ExpiresWithin,
    InsideCountry,
    NotExpired,
    NotReportedAbsent,
    NoUnpaidViolations,
)
from bawaba.cases.deciding import automatically
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="renew-iqama",
    agency="passports",
    title=T("تجديد هوية مقيم", en="Renew a residence permit"),
    about=T(
        "تجدّد إقامتك أو إقامة أحد أفراد أسرتك، وتسري من انتهاء المدة السابقة.",
        en="Renew your permit or a family member's; it runs on from the end of the former one.",
    ),
    open_to={"resident", "dependent"},
    for_whom=("self", "spouse", "child", "delegation", "ward"),
    conditions=(
        AccountAwake(),
        InsideCountry(),
        ExpiresWithin("iqama", days=180),
        NotExpired("passport"),
        NoUnpaidViolations(),
        NotReportedAbsent(),
        BiometricOnFile(from_age=15),
    ),
    fields=(
        Choice(
            "months",
            T("المدة", en="Duration"),
            {
                3: T("ثلاثة أشهر", en="Three months"),
                6: T("ستة أشهر", en="Six months"),
                12: T("سنة", en="A year"),
                24: T("سنتان", en="Two years"),
            },
        ),
    ),
    fee=lambda facts, answers: sar(650 * answers["months"] // 12),
    fee_note=T("650 ريالًا للسنة", en="SAR 650 a year"),
    decide=automatically,
    effect=RegisterChange("iqama.renew", months="months"),
    issues=Document("iqama", T("هوية مقيم", en="Residence permit")),
    delivers=True,
    words=("إقامة", "اقامه", "تجديد الإقامة", "residence", "permit"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
