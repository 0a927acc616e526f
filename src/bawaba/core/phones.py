"""Mobile numbers by ``phonenumbers``; stored as E.164."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from bawaba.core.digits import ascii_digits, without_marks
from bawaba.core.text import Sentence, T

GCC = frozenset({"SA", "AE", "KW", "BH", "QA", "OM"})
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
LONGEST = 40
TYPED = re.compile(
    r"[0-9+()./\s\u00a0\u2010-\u2015\u2212-]+"
)  # no letters: the library would dial them, or read an extension


class InvalidPhone(Sentence):
    """``reason``: form, country, landline."""


FORM = T("رقم الجوال غير صحيح. مثال: 0501234567", en="This mobile number is not valid. Example: 0501234567")
COUNTRY = T(
    "نقبل حاليًا أرقام دول مجلس التعاون الست فقط.", en="At present we accept numbers of the six Gulf states only."
)
LANDLINE = T(
    "هذا رقم هاتف ثابت. أدخل رقم جوال يستقبل الرسائل.",
    en="This is a landline. Enter a mobile that receives text messages.",
)


def parse_mobile(text: str, allowed: frozenset[str] = GCC, region: str = "SA") -> str:
    """The number as E.164, or InvalidPhone with a sentence."""
    plain = without_marks(ascii_digits(text[: LONGEST + 1])).strip()
    if len(text) > LONGEST or not TYPED.fullmatch(plain):
        raise InvalidPhone(FORM, "form")
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    try:
        number = phonenumbers.parse(plain, region)
    except NumberParseException as error:
        raise InvalidPhone(FORM, "form") from error
    country = phonenumbers.region_code_for_number(number)
    if country is not None and country not in allowed:
        raise InvalidPhone(COUNTRY, "country")
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone(FORM, "form")
    if phonenumbers.number_type(number) not in MOBILE:
        raise InvalidPhone(LANDLINE, "landline")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def country_of(phone: str) -> str:
    """The country of an E.164 number, as two letters; empty when it has none."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(phone)) or ""


def last_three(phone: str) -> str:
    """What may be shown of a phone: …511."""
    return f"…{phone[-3:]}"


def as_dialled(phone: str) -> str:
    """For reading: +966 50 123 4567."""
    return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
