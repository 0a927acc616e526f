"""What is said when a field stays empty: it names the field, so that the list above the form reads by itself."""

from bawaba.core.text import T

NEEDED = T("هذا الحقل مطلوب.", en="This field is needed.")
MISSING = {
    "population": T("اختر فئتك.", en="Choose who you are."),
    "identifier": T("اكتب رقمك.", en="Type your number."),
    "number": T("اكتب رقمك.", en="Type your number."),
    "first_ar": T("اكتب اسمك الأول بالعربية.", en="Type your first name in Arabic."),
    "family_ar": T("اكتب اسم العائلة بالعربية.", en="Type your family name in Arabic."),
    "first_en": T("اكتب اسمك الأول بالحروف اللاتينية.", en="Type your first name in Latin letters."),
    "family_en": T("اكتب اسم العائلة بالحروف اللاتينية.", en="Type your family name in Latin letters."),
    "nationality": T("اختر جنسيتك.", en="Choose your nationality."),
    "passport": T("اكتب رقم الجواز.", en="Type the passport number."),
    "phone": T("اكتب رقم الجوال.", en="Type the mobile number."),
    "user_name": T("اكتب اسم المستخدم.", en="Type a user name."),
    "name": T("اكتب اسم المستخدم أو رقمك.", en="Type your user name or your number."),
    "reference": T("اكتب رقم الطلب.", en="Type the reference."),
}


def missing(name: str) -> T:
    """The sentence of one field."""
    return MISSING.get(name, NEEDED)
