"""Documents for tests, issued by command, and files that somebody may show."""

import io
from typing import Any
from uuid import UUID, uuid4

import segno

from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.documents.commands import issue_document
from bawaba.documents.models import Document
from bawaba.documents.sheets import Row, Sheet, sheet_pdf
from bawaba.journal.ports import SYSTEM

TITLE = ["رخصة قيادة", "Driving licence"]
NAME = ["ليلى الحربي", "Layla Alharbi"]


def issued(
    account: UUID | None = None, kind: str = "driving-licence", subject: UUID | None = None, **shown: Any
) -> Document:
    """A document of its own application, or of one that has others."""
    content = {"title": TITLE, "name": NAME, "rows": [], "number": "", "until": ""}
    said = {"t": TITLE, "n": NAME, **shown}
    handle = issue_document(
        account=account or uuid4(), subject=subject or uuid4(), kind=kind, content=content, shown=said, by=SYSTEM
    )
    return Document.objects.get(uuid=handle)


def pdf_of(seal: str, language: str = "ar") -> bytes:
    """As the portal would typeset it."""
    said = T("رخصة قيادة", en="Driving licence")
    sheet = Sheet(said, [Row(T("الاسم", en="Name"), "ليلى")], "ABCDEFGHJKMN", seal, said, said)
    return sheet_pdf(sheet, Reader(language), T("نسخة تدريب", en="Training copy"))


def png_of(text: str) -> bytes:
    """A picture of the code."""
    raw = io.BytesIO()
    segno.make(text, error="m", micro=False).save(raw, kind="png", border=4, scale=4)
    return raw.getvalue()
