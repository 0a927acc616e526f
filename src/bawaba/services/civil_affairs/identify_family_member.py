"""A letter that a member of the family is who the register says."""

from bawaba.cases.conditions import HasHousehold
from bawaba.cases.eservice import EService
from bawaba.cases.fields import OneOf, Text
from bawaba.cases.issued import Document
from bawaba.cases.offers import my_household
from bawaba.core.text import T

SERVICE = EService(
    slug="identify-family-member",
    agency="civil_affairs",
    title=T("تعريف بفرد من الأسرة", en="Identify a family member"),
    about=T(
        "خطاب تعريف مختوم بأحد أفراد أسرتك، موجّه إلى الجهة التي تكتبها.",
        en="A sealed letter that identifies a member of your family, addressed to whomever you name.",
    ),
    open_to={"citizen", "resident", "gcc_citizen"},
    conditions=(HasHousehold(),),
    fields=(
        OneOf("member", T("فرد الأسرة", en="Member of the family"), my_household(), frozenset({"person"})),
        Text("addressee", T("موجّه إلى", en="Addressed to"), most=80),
    ),
    issues=Document("identification-letter", T("خطاب تعريف", en="Letter of identification")),
    words=("تعريف", "إثبات قرابة", "relative", "letter"),
    basis=T("نظام الأحوال المدنية، عينة للعرض", en="Civil status law, sample"),
)
