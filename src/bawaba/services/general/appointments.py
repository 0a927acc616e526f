"""An appointment at an office of an agency."""

from bawaba.cases.conditions import AccountAwake
from bawaba.cases.eservice import EService
from bawaba.core.text import T

SERVICE = EService(
    slug="appointments",
    agency="general",
    title=T("حجز موعد", en="Book an appointment"),
    about=T(
        "تختار المكتب واليوم والوقت، وتصلك بطاقة موعد مختومة، وتغيّر الموعد أو تلغيه متى شئت.",
        en="Choose an office, a day and a time; you receive a sealed slip, and can move or cancel it at any time.",
    ),
    for_whom=("self", "spouse", "child"),
    conditions=(AccountAwake(),),
    page="/appointments/",
    words=("موعد", "حجز", "مواعيد", "مكتب", "appointment", "booking", "slot", "office"),
    basis=T("عينة للعرض", en="Sample for demonstration"),
)
