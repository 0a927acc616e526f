"""My documents, and their PDFs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.core.money import Money
from bawaba.core.reader import Reader
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.documents.queries import (
    DocumentView,
    NoDocument,
    document_of,
    documents_of,
)
from bawaba.documents.sheets import Row, Sheet, sheet_pdf
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found


@require_safe
@for_account
def my_documents(request: Any) -> HttpResponse:
    """Newest first."""
    return render(request, "portal/documents.html", {"documents": documents_of(request.header.account)})


@require_safe
@for_account
def document_file(request: Any, handle: UUID) -> HttpResponse:
    """The PDF, typeset in the reader's language and calendars."""
    try:
        found = document_of(request.header.account, handle)
    except NoDocument:
        return not_found(request)
    response = HttpResponse(_receipt(found, request.reader), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.reference}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _receipt(found: DocumentView, reader: Reader) -> bytes:
    values, language = found.content, 1 if reader.language == "en" else 0
    rows = [
        Row(T("الاسم", en="Name"), values["name"][language]),
        Row(T("الخدمة", en="Service"), values["title"][language]),
        Row(T("رقم الطلب", en="Application"), grouped(values["application"]), ltr=True),
    ]
    paid, (arabic, english) = "bill" in values, values["title"]
    if paid:
        at = datetime.fromisoformat(values["paid_at"]) if values["paid_at"] else found.issued_at
        rows.append(Row(T("رقم الفاتورة", en="Bill"), grouped(values["bill"]), ltr=True))
        rows.append(Row(T("تاريخ السداد", en="Paid on"), reader.moment(at)))
    sheet = Sheet(
        title=T("إيصال سداد", en="Payment receipt") if paid else T(arabic, en=english),
        rows=rows,
        lines=_lines(values, reader) if paid else (),
        reference=found.reference,
        qr_text=found.seal,
        qr_says=T(
            "امسح الرمز أو اكتب الرقم في صفحة التحقق",
            en="Scan the code, or type the reference on the verification page",
        ),
        foot=T(
            f"صفحة التحقق: {settings.BAWABA.public_url}/verify",
            en=f"Verification page: {settings.BAWABA.public_url}/verify",
        ),
    )
    return sheet_pdf(sheet, reader, T(settings.BAWABA.notice_ar, en=settings.BAWABA.notice_en))


def _lines(values: dict[str, Any], reader: Reader) -> list[tuple[str, str]]:
    language, currency = 1 if reader.language == "en" else 0, values["currency"]
    lines = [(line[language], reader.money(Money(line[2], currency))) for line in values["lines"]]
    total = reader.money(Money(values["halalas"], currency))
    return [*lines, (reader.text(T("المجموع", en="Total")), total)]
