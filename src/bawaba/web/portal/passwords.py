"""What a password and a user name must be: length and a list of known bad ones, no composition rules (NIST SP 800-63B)."""

import re
import unicodedata
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

from bawaba.core.digits import ascii_digits
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
# Names of the portal and its neighbours, folded: whoever guesses at a government's portal begins with them.
NEIGHBOURS = (
    "bawaba",
    "absher",
    "nafath",
    "tawakkalna",
    "saudi",
    "riyadh",
    "بوابه",
    "ابشر",
    "نفاذ",
    "توكلنا",
    "سعود",
    "رياض",
)
NAME, LEAST = 4, 6  # letters of a word that counts; characters that must be left without such words
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
NAMED = T(
    "لا تكفي الأسماء وكلمات البوابة وحدها كلمةَ مرور. أضف كلمات أخرى.",
    en="Names and words of the portal are not enough for a password. Add other words.",
)
LONG = T("كلمة المرور طويلة: 128 حرفًا أو أقل.", en="The password is too long: 128 characters or fewer.")
DIFFERENT = T("الكلمتان غير متطابقتين.", en="The two are not the same.")
NAME_FORM = T(
    "من 4 إلى 30 حرفًا لاتينيًا أو رقمًا أو نقطة، ويبدأ بحرف. مثال: layla.h",
    en="4 to 30 Latin letters, digits or dots, starting with a letter. Example: layla.h",
)


def typed_password(text: object) -> str:
    """As it was typed, never cut: what is longer than any password may be is none, and costs the hash of none."""
    password = str(text)
    return password if len(unicodedata.normalize("NFC", password)) <= LONGEST else ""


def problem_of_password(password: str, personal: tuple[str, ...], names: tuple[str, ...] = ()) -> T | None:
    """Counted by code points after NFC; ``personal`` (numbers, user name) must not stand in it, ``names`` not be all of it."""
    plain = unicodedata.normalize("NFC", password)
    if not SHORTEST <= len(plain) <= LONGEST:
        return SHORT if len(plain) < SHORTEST else LONG
    told = ascii_digits(plain).casefold()
    if told in KNOWN or told in _common() or len(set(plain)) < 3:
        return COMMON
    if any(one in told for one in _values(personal)):
        return PERSONAL
    return NAMED if _is_names_alone(told, names) else None


@cache
def _common() -> frozenset[str]:
    """Django's twenty thousand most common ones of known breaches."""
    return frozenset(CommonPasswordValidator().passwords)


def _values(personal: tuple[str, ...]) -> set[str]:
    """As whoever types them writes them: a phone also without its country."""
    plain = {ascii_digits(one).casefold().lstrip("+") for one in personal}
    return {one[-9:] if one.isdecimal() else one for one in plain if len(one) >= NAME}


def _is_names_alone(told: str, names: tuple[str, ...]) -> bool:
    words = {word for one in names for word in fold(one).split() if len(word) >= NAME}
    rest = before = re.sub(r"[\W_]", "", fold(told))
    words |= {*NEIGHBOURS, *(f"ال{one}" for one in NEIGHBOURS)}
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != before and len(rest) < LEAST


def problem_of_user_name(name: str) -> T | None:
    """By shape only: whether it is taken is nobody's business before activation (R10)."""
    plain = fold(name)
    return None if name == name.strip() and plain and re.fullmatch(r"[A-Za-z][A-Za-z0-9.]{3,29}", name) else NAME_FORM
