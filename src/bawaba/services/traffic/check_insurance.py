"""Until when one's vehicles are insured."""

from bawaba.cases.conditions import OwnsVehicle
from bawaba.cases.eservice import EService
from bawaba.cases.issued import Document
from bawaba.cases.records import insurance_rows
from bawaba.core.text import T

SERVICE = EService(
    slug="check-insurance",
    agency="traffic",
    title=T("التحقق من تأمين المركبات", en="Check vehicle insurance"),
    about=T("تعرض سريان تأمين مركباتك وتطبعه.", en="Shows until when your vehicles are insured, and prints it."),
    conditions=(OwnsVehicle(),),
    issues=Document("insurance-statement", T("إفادة تأمين", en="Statement of insurance"), rows=insurance_rows),
    words=("تأمين", "بوليصة", "insurance", "policy", "سيارة", "car"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
