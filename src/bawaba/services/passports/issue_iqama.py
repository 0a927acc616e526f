"""A first residence permit for somebody of the household who has none that runs."""

from bawaba.cases.conditions import AccountAwake, BiometricOnFile, InsideCountry, MedicalPassed, NotExpired
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="issue-iqama",
    agency="passports",
    title=T("إصدار هوية مقيم", en="Issue a residence permit"),
    about=T(
        "أول إقامة لأحد أفراد أسرتك، أو بعد انتهاء إقامته.",
        en="A first residence permit for a member of your family, or after theirs has ended.",
    ),
    open_to={"resident"},
    for_whom=("spouse", "child", "self", "ward"),
    conditions=(
        AccountAwake(),
        InsideCountry(),
        NotExpired("passport", for_days=90),
        MedicalPassed("residence"),
        BiometricOnFile(from_age=15),
    ),
    fields=(Choice("months", T("المدة", en="Duration"), {12: T("سنة", en="A year"), 24: T("سنتان", en="Two years")}),),
    fee=lambda facts, answers: sar(650 * answers["months"] // 12),
    fee_note=T("650 ريالًا للسنة", en="SAR 650 a year"),
    effect=RegisterChange("iqama.issue", months="months"),
    issues=Document("iqama", T("هوية مقيم", en="Residence permit")),
    delivers=True,
    words=("إقامة جديدة", "أول إقامة", "new permit", "first residence"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
