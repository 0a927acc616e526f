"""Normalise what people type before it is validated, stored, hashed or compared (2-identifiers.md)."""

import re

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ASCII = "0123456789"
_TO_ASCII = str.maketrans(ARABIC_INDIC + PERSIAN, ASCII * 2)
_TO_ARABIC = str.maketrans(ASCII, ARABIC_INDIC)
# bidi marks, isolates and overrides, Arabic letter mark, tatweel, zero-width characters
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\u0640\ufeff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SEPARATORS = re.compile(r"[\s\-\u00a0\u2010-\u2015\u2212]+")

_WORD = re.compile(r"\S*[0-9]\S*")
_CODE = re.compile(r"[A-Za-z@+]|[0-9]{7}")
_GROUPS = re.compile(r"(?<=[0-9])(?:,(?=[0-9]{3})|[.](?=[0-9]))")


def ascii_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9; the rest untouched."""
    return text.translate(_TO_ASCII)


def arabic_digits(text: str) -> str:
    """0-9 as ٠-٩, for readers who prefer them."""
    return text.translate(_TO_ARABIC)


def arabic_digits_in_sentence(text: str) -> str:
    """Numbers and dates as ٠-٩; codes, addresses and long numbers stay as they are printed on a card."""
    return _WORD.sub(_number_or_code, text)


def _number_or_code(found: re.Match[str]) -> str:
    word = found[0]
    if _CODE.search(word):
        return word
    return arabic_numbers(word)


def arabic_numbers(text: str) -> str:
    """١٬٢٣٤٫٥٠: digits with the marks that belong to them."""
    return arabic_digits(_GROUPS.sub(lambda mark: "٬" if mark[0] == "," else "٫", text))


def without_marks(text: str) -> str:
    """Without characters that nobody sees."""
    return _UNSEEN.sub("", text)


def without_turns(text: str) -> str:
    """Without what would turn round the text around it, embeddings, overrides and isolates; marks and joiners stay."""
    return _TURNING.sub("", text)


def normalise(text: str) -> str:
    """A number as typed: ASCII digits, no marks, no spaces, no hyphens, capitals."""
    return _SEPARATORS.sub("", without_marks(ascii_digits(text))).upper()
