"""Extend an exit and re-entry visa while abroad."""

from bawaba.cases.conditions import AccountAwake, HasPermit, NotExpired, OutsideCountry
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import IN_MONTHS, Number
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="extend-exit-reentry",
    agency="passports",
    title=T("تمديد تأشيرة خروج وعودة", en="Extend an exit and re-entry visa"),
    about=T(
        "تمدّد تأشيرتك أو تأشيرة أحد أفراد أسرتك وأنتم خارج البلاد.",
        en="Extend your visa or a family member's while outside the country.",
    ),
    open_to={"resident", "dependent"},
    for_whom=("self", "spouse", "child", "ward"),
    conditions=(
        AccountAwake(),
        OutsideCountry(),
        NotExpired("iqama"),
        HasPermit(("exit_reentry_single", "exit_reentry_multiple")),
    ),
    fields=(
        Number(
            "months",
            T("مدة التمديد", en="Extension"),
            least=1,
            most=6,
            hint=T("بالأشهر", en="In months"),
            counts=IN_MONTHS,
        ),
    ),
    fee=lambda facts, answers: sar(100 * answers["months"]),
    fee_note=T("100 ريال للشهر", en="SAR 100 a month"),
    effect=RegisterChange("visa.extend_exit_reentry", months="months"),
    issues=Document("exit-reentry-visa", T("تأشيرة خروج وعودة", en="Exit and re-entry visa")),
    words=("تمديد", "خارج", "abroad", "extension"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
