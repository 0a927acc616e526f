"""Names for search: what looks and sounds alike is folded together."""

import re
import unicodedata

_FOLD = str.maketrans("أإآٱةىؤئ", "ااااهيءء")
_UNWRITTEN = re.compile("[\u0640\u064b-\u065f\u0670]")


def fold(text: str) -> str:
    """أإآٱ→ا, ة→ه, ى→ي, ؤئ→ء; without tatweel and marks; Latin without case and accents; single spaces."""
    plain = _UNWRITTEN.sub("", unicodedata.normalize("NFKC", text).translate(_FOLD))
    latin = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", latin)).strip().casefold()


def alike(typed: str, registered: str) -> bool:
    """Whether two spellings share their words, whatever the order and the article."""
    one, other = _words(typed), _words(registered)
    return bool(one) and len(one & other) * 2 >= len(one)


def _words(text: str) -> set[str]:
    return {re.sub(r"^(al|ال|el)", "", word) for word in fold(text.replace("-", " ")).split()} - {""}
