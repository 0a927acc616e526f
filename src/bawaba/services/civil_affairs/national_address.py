"""Register or change the national address."""

from bawaba.cases.conditions import AccountAwake
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Number, Text
from bawaba.cases.issued import Document
from bawaba.core.text import T

SERVICE = EService(
    slug="national-address",
    agency="civil_affairs",
    title=T("العنوان الوطني", en="National address"),
    about=T(
        "تسجّل عنوان سكنك أو تغيّره. عليه تصلك الوثائق والرسائل الرسمية.",
        en="Register or change where you live. Documents and official letters are delivered there.",
    ),
    open_to={"citizen", "resident", "dependent"},
    conditions=(AccountAwake(),),
    fields=(
        Text(
            "short",
            T("الرمز المختصر", en="Short code"),
            most=8,
            latin=True,
            form="[A-Za-z]{4}[0-9]{4}",
            hint=T("أربعة أحرف وأربعة أرقام", en="Four letters and four digits"),
        ),
        Number("building", T("رقم المبنى", en="Building number"), least=1, most=9999),
        Text("street", T("الشارع", en="Street"), most=60),
        Text("district", T("الحي", en="District"), most=60),
        Text("city", T("المدينة", en="City"), most=60),
        Number("post_code", T("الرمز البريدي", en="Post code"), least=10000, most=99999),
    ),
    effect=RegisterChange(
        "address.set",
        short="short",
        building="building",
        street="street",
        district="district",
        city="city",
        post_code="post_code",
    ),
    issues=Document("address-proof", T("إثبات عنوان وطني", en="Proof of national address")),
    words=("عنواني", "سكن", "بريد", "address", "moving house"),
    basis=T("نظام البريد، عينة للعرض", en="Postal law, sample"),
)
