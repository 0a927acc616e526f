"""Register a newborn from the hospital's notice."""

from bawaba.cases.conditions import AccountAwake, BirthToRegister, OnceOnly
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import OneOf, Text
from bawaba.cases.issued import Document
from bawaba.cases.offers import open_births
from bawaba.core.text import T

SERVICE = EService(
    slug="register-newborn",
    agency="civil_affairs",
    title=T("تسجيل مولود", en="Register a newborn"),
    about=T(
        "تسمّي مولودك وتسجّله في سجل الأسرة من بلاغ المستشفى، وتصدر شهادة ميلاده.",
        en="Name your newborn and add them to the family's record from the hospital's notice; a birth certificate is issued.",
    ),
    open_to={"citizen", "resident"},
    conditions=(AccountAwake(), BirthToRegister(), OnceOnly("notice")),
    fields=(
        OneOf("notice", T("بلاغ الولادة", en="Birth notice"), open_births, frozenset({"births"})),
        Text("name_ar", T("الاسم الأول بالعربية", en="First name in Arabic"), most=30),
        Text("name_en", T("الاسم الأول باللاتينية", en="First name in Latin letters"), most=30, latin=True),
    ),
    effect=RegisterChange("birth.register", notice="notice", name_ar="name_ar", name_en="name_en"),
    issues=Document("birth-certificate", T("شهادة ميلاد", en="Birth certificate")),
    delivers=True,
    words=("ولادة", "مولود", "طفل", "شهادة ميلاد", "baby", "birth"),
    basis=T("نظام الأحوال المدنية، عينة للعرض", en="Civil status law, sample"),
)
