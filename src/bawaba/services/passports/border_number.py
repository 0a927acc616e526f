"""Look up one's border number."""

from bawaba.cases.conditions import SourceAnswers
from bawaba.cases.eservice import EService
from bawaba.cases.issued import Document
from bawaba.cases.records import identifier_rows
from bawaba.core.text import T

SERVICE = EService(
    slug="border-number",
    agency="passports",
    title=T("الاستعلام عن رقم الحدود", en="Border number lookup"),
    about=T("تعرض رقمك في السجل الوطني وتطبعه.", en="Shows your number in the national register, and prints it."),
    open_to={"visitor", "gcc_citizen", "resident", "dependent"},
    conditions=(SourceAnswers("person"),),
    issues=Document("border-number", T("إفادة برقم الحدود", en="Statement of border number"), rows=identifier_rows),
    words=("رقم الحدود", "منفذ", "border", "entry number"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
