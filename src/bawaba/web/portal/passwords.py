"""What a password and a user name must be: length and a list of known bad ones, no composition rules (NIST SP 800-63B)."""

import re
import unicodedata

from bawaba.core.names import fold
from bawaba.core.text import T

SHORTEST, LONGEST = 8, 128
KNOWN = frozenset(
    [
        "password",
        "password1",
        "password123",
        "12345678",
        "123456789",
        "1234567890",
        "11111111",
        "00000000",
        "qwertyui",
        "qwerty123",
        "iloveyou",
        "admin123",
        "welcome1",
        "abcd1234",
        "aa123456",
        "1q2w3e4r",
        "bawaba",
        "bawaba123",
        "bawaba2026",
        "absher123",
        "saudi123",
        "ramadan2026",
        "mohammed",
        "ahmed123",
        "sunshine",
        "football",
        "princess",
        "letmein1",
        "monkey123",
        "dragon123",
        "baseball",
        "superman",
        "trustno1",
        "passw0rd",
        "zaq12wsx",
    ]
)
SHORT = T(
    "كلمة المرور قصيرة: 8 أحرف أو أكثر. جملة من عدة كلمات أسهل وأقوى.",
    en="The password is too short: 8 characters or more. A phrase of several words is easier and stronger.",
)
COMMON = T(
    "كلمة المرور هذه معروفة لمن يحاول التخمين. اختر غيرها.", en="Those who guess know this password. Choose another."
)
PERSONAL = T(
    "لا تجعل رقمك أو جوالك أو اسم المستخدم كلمة مرور.", en="Do not use your number, phone or user name as a password."
)
DIFFERENT = T("الكلمتان غير متطابقتين.", en="The two are not the same.")
NAME_FORM = T(
    "من 4 إلى 30 حرفًا لاتينيًا أو رقمًا أو نقطة، ويبدأ بحرف. مثال: layla.h",
    en="4 to 30 Latin letters, digits or dots, starting with a letter. Example: layla.h",
)


def problem_of_password(password: str, personal: tuple[str, ...]) -> T | None:
    """Counted by code points after NFC; whole values are compared with what is known."""
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < SHORTEST:
        return SHORT
    folded = plain.casefold()
    if folded in KNOWN or len(set(plain)) < 3:
        return COMMON
    if any(len(one) >= 4 and one.casefold().lstrip("+") in folded for one in personal if one):
        return PERSONAL
    return None


def problem_of_user_name(name: str) -> T | None:
    """By shape only: whether it is taken is nobody's business before activation (R10)."""
    plain = fold(name)
    return None if name == name.strip() and plain and re.fullmatch(r"[A-Za-z][A-Za-z0-9.]{3,29}", name) else NAME_FORM
