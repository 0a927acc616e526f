"""What a verdict says to one reader: its words, and the least of the seal that is useful."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bawaba.core.calendars import MONTHS
from bawaba.core.money import Money
from bawaba.core.reader import GREGORIAN_MONTHS, Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.rules import WORDS

TONES = {"valid": "good", "expired": "", "superseded": ""}
LABELS: Mapping[str, T] = {
    "t": T("الوثيقة", en="Document"),
    "n": T("الاسم", en="Name"),
    "no": T("رقمها", en="Number"),
    "ref": T("الرقم المرجعي", en="Reference"),
    "sum": T("المبلغ", en="Amount"),
    "at": T("صدرت في", en="Issued on"),
    "until": T("سارية حتى", en="Valid until"),
}
HOLDER = ("n", "no")  # shown to whoever holds the seal, not to whoever types a reference


def verdict_words(reader: Reader) -> dict[str, tuple[str, str, str]]:
    """By word: the kind of notice, what is said, and what to do."""
    return {
        word: (TONES.get(word, "bad"), reader.text(said.what), reader.text(said.do)) for word, said in WORDS.items()
    }


def seal_rows(shown: Mapping[str, Any], reader: Reader, *, whole: bool) -> list[tuple[str, str, bool]]:
    """(label, value, whether it runs left to right)."""
    names = [name for name in LABELS if shown.get(name) and (whole or name not in HOLDER)]
    return [(reader.text(LABELS[name]), _value(name, shown, reader), name in ("no", "ref")) for name in names]


def reading_words(reader: Reader) -> dict[str, str]:
    """What a page's script needs to write dates and rows as this reader reads them."""
    said = {f"label-{name}": reader.text(label) for name, label in LABELS.items()}
    said["hijri"] = "|".join(reader.text(month) for month in MONTHS)
    said["gregorian"] = "|".join(reader.text(month) for month in GREGORIAN_MONTHS)
    said["digits"] = "arab" if reader.in_digits("1") != "1" else "latn"
    return said | {"language": reader.language, "calendar": reader.calendar}


def _value(name: str, shown: Mapping[str, Any], reader: Reader) -> str:
    value = shown[name]
    if name in ("at", "until"):
        return reader.date(date.fromisoformat(value))
    if name == "sum":
        return reader.money(Money(int(value), shown["cur"]))
    if name == "ref":
        return grouped(value)
    return str(value) if name == "no" else reader.text(T(value[0], en=value[1]))
