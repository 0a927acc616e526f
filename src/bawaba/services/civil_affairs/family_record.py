"""A certificate of the family as the register has it."""

from bawaba.cases.conditions import HasHousehold
from bawaba.cases.eservice import EService
from bawaba.cases.issued import Document
from bawaba.cases.records import family_rows
from bawaba.core.text import T

SERVICE = EService(
    slug="family-record",
    agency="civil_affairs",
    title=T("سجل الأسرة", en="Family record"),
    about=T(
        "وثيقة مختومة بأفراد أسرتك كما هم في السجل الوطني.",
        en="A sealed document of the members of your family, as the national register has them.",
    ),
    conditions=(HasHousehold(),),
    issues=Document("family-record", T("سجل الأسرة", en="Family record"), rows=family_rows),
    words=("دفتر العائلة", "أسرة", "عائلة", "family card"),
    basis=T("نظام الأحوال المدنية، عينة للعرض", en="Civil status law, sample"),
)
