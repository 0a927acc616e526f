"""Text in both languages, side by side; a missing one is a TypeError (docs/decisions/0002)."""

from dataclasses import dataclass
from functools import lru_cache

from babel.core import Locale

PLURAL_RULES = {language: Locale(language).plural_form for language in ("ar", "en")}


@dataclass(frozen=True)
class T:
    """Arabic first, English beside it."""

    ar: str
    en: str

    def in_(self, language: str) -> str:
        """The text in ``ar`` or ``en``."""
        return self.en if language == "en" else self.ar

    def format(self, **values: str) -> "T":
        """Fill the placeholders of both."""
        return T(self.ar.format(**values), en=self.en.format(**values))


def isolated(text: str) -> str:
    """A name, number or date that keeps its own direction wherever the sentence is shown, printed or copied to."""
    return f"\u2068{text}\u2069"


@dataclass(frozen=True)
class Plural:
    """A counted text: the six Arabic forms of CLDR and the two English ones; ``{n}`` is the number."""

    zero: str
    one: str
    two: str
    few: str
    many: str
    other: str
    en_one: str
    en_other: str

    def in_(self, language: str, n: int) -> str:
        """The form that the number takes, with ``{n}`` still to fill."""
        form = _form("en" if language == "en" else "ar", n)
        if language == "en":
            return self.en_one if form == "one" else self.en_other
        return str(getattr(self, form))


@lru_cache(4096)
def _form(language: str, n: int) -> str:
    return str(PLURAL_RULES[language](n))


class Sentence(Exception):
    """An error that can be shown to a reader: ``text`` is a helpful sentence in both languages."""

    def __init__(self, text: T, reason: str = "") -> None:
        """``reason`` is a stable slug for programs."""
        super().__init__(reason or text.en)
        self.text = text
        self.reason = reason
