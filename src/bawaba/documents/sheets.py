"""Sheets: what each kind of document says, in the reader's language and calendars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.seals import MARK
from bawaba.documents.typesetting import typeset

ISSUER = T("بوابة", en="Bawaba")
QR_ALT = T("رمز استجابة سريعة", en="QR code")


@dataclass(frozen=True)
class Row:
    """A label and a value; ``ltr`` for numbers and codes."""

    label: T
    value: str
    ltr: bool = False


@dataclass(frozen=True)
class Sheet:
    """One page of a document."""

    title: T
    rows: Sequence[Row]
    reference: str
    qr_text: str
    qr_says: T
    foot: T
    lines: Sequence[tuple[str, str]] = ()
    lines_head: tuple[T, T] = (T("البند", en="Item"), T("المبلغ", en="Amount"))


def sheet_pdf(sheet: Sheet, reader: Reader, notice: T) -> bytes:
    """The sheet as PDF/UA."""
    say = reader.text
    values: dict[str, Any] = {
        "language": reader.language,
        "issuer": say(ISSUER),
        "notice": say(notice),
        "title": say(sheet.title),
        "rows": [[say(row.label), row.value, row.ltr] for row in sheet.rows],
        "lines": [list(line) for line in sheet.lines],
        "lines_head": [say(head) for head in sheet.lines_head],
        "reference": grouped(sheet.reference),
        "qr_says": say(sheet.qr_says),
        "qr_alt": say(QR_ALT),
        "foot": say(sheet.foot),
        "seal": [sheet.qr_text] if sheet.qr_text.startswith(f"{MARK}.") else [],  # for verifiers that read no pictures
    }
    return typeset("sheet", values, sheet.qr_text)
