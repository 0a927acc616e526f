"""Print one's own record."""

from bawaba.cases.conditions import SourceAnswers
from bawaba.cases.eservice import EService
from bawaba.cases.issued import Document
from bawaba.cases.records import personal_rows
from bawaba.core.text import T

SERVICE = EService(
    slug="personal-record",
    agency="civil_affairs",
    title=T("طباعة سجلي الشخصي", en="Print my personal record"),
    about=T(
        "وثيقة مختومة ببياناتك كما هي في السجل الوطني، تقدّمها لأي جهة.",
        en="A sealed document of your data as the national register has them, for anybody who asks.",
    ),
    conditions=(SourceAnswers("person"),),
    issues=Document("personal-record", T("سجل شخصي", en="Personal record"), rows=personal_rows),
    words=("برنت", "بياناتي", "مشهد", "print", "my data"),
    basis=T("نظام الأحوال المدنية، عينة للعرض", en="Civil status law, sample"),
)
