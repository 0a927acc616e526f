"""A resident tells of a new passport."""

from bawaba.cases.conditions import AccountAwake, AgeBetween
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Day, Files, Text
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T
from bawaba.payments.commands import Line

FORM = T("من ستة أحرف وأرقام إلى تسعة", en="Six to nine letters and figures")

SERVICE = EService(
    slug="update-passport",
    agency="passports",
    title=T("تحديث بيانات جواز السفر", en="Update passport data"),
    about=T(
        "تسجّل جوازك الجديد في سجلك بعد أن يصدره بلدك.",
        en="Enter your new passport in your record, after your country has issued it.",
    ),
    open_to={"resident", "dependent"},
    conditions=(AccountAwake(), AgeBetween(least=18)),
    fields=(
        Text("number", T("رقم الجواز", en="Passport number"), most=9, latin=True, form="[A-Za-z0-9]{6,9}", hint=FORM),
        Day("expires", T("تاريخ الانتهاء", en="Date of expiry"), earliest=1, latest=4000),
        Files("copy", T("صورة من الجواز", en="Copy of the passport"), most=1),
    ),
    fee=lambda facts, answers: (
        Line("government_fee", T("تحديث بيانات", en="Data update"), sar(60)),
        Line("tax", T("ضريبة القيمة المضافة", en="Value added tax"), sar(9)),
    ),
    fee_note=T("69 ريالًا مع الضريبة", en="SAR 69 with tax"),
    effect=RegisterChange("passport.update", number="number", expires="expires"),
    issues=Document("passport-update", T("إشعار تحديث بيانات جواز", en="Passport update notice")),
    words=("جواز جديد", "نقل معلومات", "new passport"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
