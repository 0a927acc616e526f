"""Correct the spelling of one's name in the register; an officer looks at the proof."""

from bawaba.cases.conditions import AccountAwake
from bawaba.cases.deciding import OTHER, ByOfficer
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice, Files, Text
from bawaba.cases.issued import Document
from bawaba.core.text import T

ARABIC = T("بحروف عربية", en="In Arabic letters")
LATIN = T("بحروف لاتينية كما في الجواز", en="In Latin letters, as in the passport")
PARTS = {
    "first": T("الاسم الأول", en="First name"),
    "father": T("اسم الأب", en="Father's name"),
    "grandfather": T("اسم الجد", en="Grandfather's name"),
    "family": T("اسم العائلة", en="Family name"),
}
REASONS = {
    "proof": T("الإثبات لا يؤيد التصحيح.", en="The proof does not support the correction."),
    "change": T(
        "هذا تغيير اسم لا تصحيح، ومكانه المحكمة.", en="This changes a name; that is for a court, not a correction."
    ),
    OTHER: T("لسبب موضح في الرسالة.", en="For a reason given in the letter."),
}

SERVICE = EService(
    slug="correct-record",
    agency="civil_affairs",
    title=T("تصحيح الاسم في السجل", en="Correct a name in the register"),
    about=T(
        "تطلب تصحيح كتابة اسمك في السجل الوطني وترفق ما يثبته، وينظر موظف في طلبك.",
        en="Ask for your name to be spelled rightly in the national register and attach the proof; an officer decides.",
    ),
    conditions=(AccountAwake(),),
    fields=(
        Choice(
            "part",
            T("ما الذي يُصحَّح؟", en="What is to be corrected?"),
            PARTS,
        ),
        Text(
            "ar",
            T("الصواب بالعربية", en="Rightly in Arabic"),
            most=40,
            form="[\u0621-\u064a ]{2,40}",
            hint=ARABIC,
            now=lambda person, said: str(getattr(person.names.ar, said["part"])),
        ),
        Text(
            "en",
            T("الصواب باللاتينية", en="Rightly in Latin"),
            most=40,
            latin=True,
            form="[A-Za-z' -]{2,40}",
            hint=LATIN,
            now=lambda person, said: str(getattr(person.names.en, said["part"])),
        ),
        Files("proof", T("ما يثبت الصواب", en="Proof"), most=3),
    ),
    decide=ByOfficer(days=3, reasons=REASONS),
    effect=RegisterChange("name.correct", part="part", ar="ar", en="en"),
    issues=Document("name-correction", T("إشعار تصحيح اسم", en="Notice of a corrected name")),
    time=T("ثلاثة أيام عمل", en="Three working days"),
    words=("تعديل", "خطأ في الاسم", "حرف ناقص", "spelling", "wrong name", "mistake"),
    basis=T("نظام الأحوال المدنية، عينة للعرض", en="Civil status law, sample"),
)
