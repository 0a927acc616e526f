"""Extend a guest's visit visa."""

from bawaba.cases.conditions import AccountAwake, GuestInsured, HostsGuest
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice
from bawaba.cases.issued import Document
from bawaba.cases.offers import GUEST
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="extend-visit-visa",
    agency="passports",
    title=T("تمديد تأشيرة زيارة", en="Extend a visit visa"),
    about=T(
        "تمدّد زيارة ضيفك قبل انتهائها بسبعة أيام أو بعده بثلاثة، وأقصى مدة للزيارة 180 يومًا.",
        en="Extend your guest's visit from seven days before its end to three after; a visit lasts 180 days at most.",
    ),
    open_to={"citizen", "resident"},
    conditions=(AccountAwake(), HostsGuest(), GuestInsured()),
    fields=(
        GUEST,
        Choice(
            "days",
            T("مدة التمديد", en="Extension"),
            {
                30: T("ثلاثون يومًا", en="Thirty days"),
                60: T("ستون يومًا", en="Sixty days"),
                90: T("تسعون يومًا", en="Ninety days"),
            },
        ),
    ),
    fee=lambda facts, answers: sar(100 * answers["days"] // 30),
    fee_note=T("100 ريال لكل ثلاثين يومًا", en="SAR 100 for thirty days"),
    effect=RegisterChange("visit.extend", guest="guest", days="days"),
    issues=Document("visit-extension", T("تمديد تأشيرة زيارة", en="Visit visa extension")),
    words=("زيارة", "ضيف", "تمديد الزيارة", "guest", "visitor"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
