"""An issued document as PDF, in the reader's language, digits and calendars."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings

from bawaba.core.money import Money
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.documents.queries import DocumentView
from bawaba.documents.sheets import Row, Sheet, sheet_pdf

TOTAL = T("المجموع", en="Total")
SCAN = T("امسح الرمز أو اكتب الرقم في صفحة التحقق", en="Scan the code, or type the reference on the verification page")


def document_pdf(found: DocumentView, reader: Reader) -> bytes:
    """Typeset anew whenever it is asked for; the seal is the one of its issue."""
    content = found.content
    address = f"{settings.BAWABA.public_url}/verify"
    sheet = Sheet(
        title=_text(content["title"]),
        rows=[_row(row, reader) for row in content["rows"]],
        lines=_lines(content, reader),
        reference=found.reference,
        qr_text=found.seal,
        qr_says=SCAN,
        foot=T(f"صفحة التحقق: {address}", en=f"Verification page: {address}"),
    )
    return sheet_pdf(sheet, reader, T(settings.BAWABA.notice_ar, en=settings.BAWABA.notice_en))


def shown_value(kind: str, value: Any, reader: Reader) -> str:
    """One kept value as this reader is shown it."""
    if kind == "date":
        return reader.date(date.fromisoformat(value))
    if kind == "moment":
        return reader.moment(datetime.fromisoformat(value))
    if kind == "money":
        return reader.money(Money(int(value)))
    return reader.text(_text(value)) if isinstance(value, list) else str(value)


def _row(row: Mapping[str, Any], reader: Reader) -> Row:
    return Row(_text(row["label"]), shown_value(row["kind"], row["value"], reader), ltr=row["kind"] == "code")


def _lines(content: Mapping[str, Any], reader: Reader) -> list[tuple[str, str]]:
    if "lines" not in content:
        return []
    place = 1 if reader.language == "en" else 0
    lines = [(line[place], reader.money(Money(line[2], content["currency"]))) for line in content["lines"]]
    return [*lines, (reader.text(TOTAL), reader.money(Money(content["halalas"], content["currency"])))]


def _text(both: list[str]) -> T:
    return T(both[0], en=both[1])
