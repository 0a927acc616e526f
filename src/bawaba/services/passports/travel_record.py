"""Print the record of border crossings."""

from bawaba.cases.conditions import SourceAnswers
from bawaba.cases.eservice import EService
from bawaba.cases.issued import Document
from bawaba.cases.records import travel_rows
from bawaba.core.text import T

SERVICE = EService(
    slug="travel-record",
    agency="passports",
    title=T("سجل السفر", en="Travel record"),
    about=T(
        "وثيقة مختومة بدخولك وخروجك كما هو في سجل المنافذ.",
        en="A sealed document of your entries and exits, as the border register has them.",
    ),
    conditions=(SourceAnswers("travel"),),
    issues=Document("travel-record", T("سجل السفر", en="Travel record"), rows=travel_rows),
    words=("سفر", "دخول", "خروج", "travel log", "crossings"),
    basis=T("نظام وثائق السفر، عينة للعرض", en="Travel documents law, sample"),
)
