"""My documents, and the public page on which anybody verifies one."""

from datetime import datetime
from typing import Any
from uuid import UUID

import zxingcpp
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe
from PIL import Image, UnidentifiedImageError

from bawaba.core.money import Money
from bawaba.core.reader import Reader
from bawaba.core.references import InvalidReference, grouped, parse_reference
from bawaba.core.text import T
from bawaba.documents.commands import note_verification
from bawaba.documents.queries import (
    DocumentView,
    NoDocument,
    Verdict,
    document_of,
    documents_of,
    verify_reference,
    verify_text,
)
from bawaba.documents.seals import published_keys
from bawaba.documents.sheets import Row, Sheet, sheet_pdf
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import for_account
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

LARGEST = 8 * 2**20
NO_CODE = T(
    "لم نجد رمزًا في الصورة. قرّب الكاميرا وأعد المحاولة.",
    en="No code was found in the picture. Move closer and try again.",
)
GIVE = T("اكتب رقم الوثيقة أو ارفع صورة رمزها.", en="Type the document's reference or upload a picture of its code.")


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


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Any) -> HttpResponse:
    """Valid, revoked or unknown; nobody is asked who is checking."""
    form, verdict = Form(request.POST if request.method == "POST" else {}), None
    if request.method == "POST":
        verdict = _verdict(request, form)
        if verdict is not None and verdict.document and verdict.account:
            note_verification(document=verdict.document, account=verdict.account, by=Actor("applicant"))
    total = Money(int(verdict.shown["sum"]), verdict.shown["cur"]) if verdict and "sum" in verdict.shown else None
    return render(request, "portal/verify.html", {"form": form, "verdict": verdict, "total": total})


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Public keys of the seals, for verifiers without a network."""
    return JsonResponse(published_keys())


def _verdict(request: Any, form: Form) -> Verdict | None:
    picture = request.FILES.get("picture")
    if picture is not None:
        text = _code_in(picture)
        if text is None:
            form.wrong("picture", NO_CODE)
            return None
        return verify_text(text)
    typed = str(request.POST.get("reference", ""))[:4000].strip()
    if typed.startswith("BWB1."):
        return verify_text(typed)
    try:
        return verify_reference(parse_reference(typed)) if typed else form.wrong("reference", GIVE)
    except InvalidReference as error:
        form.wrong("reference", error)
        return None


def _code_in(picture: Any) -> str | None:
    if picture.size > LARGEST:
        return None
    try:
        with Image.open(picture) as image:
            if image.width * image.height > 40_000_000:
                return None
            found = zxingcpp.read_barcodes(image.convert("L"))
    except (UnidentifiedImageError, OSError, ValueError):
        return None
    return found[0].text if found else None


def _receipt(found: DocumentView, reader: Reader) -> bytes:
    values, currency = found.content, found.content["currency"]
    paid = datetime.fromisoformat(values["paid_at"]) if values["paid_at"] else found.issued_at
    total = reader.money(Money(values["halalas"], currency))
    language = 1 if reader.language == "en" else 0
    sheet = Sheet(
        title=T("إيصال سداد", en="Payment receipt"),
        rows=[
            Row(T("الاسم", en="Name"), values["name"][language]),
            Row(T("الخدمة", en="Service"), values["title"][language]),
            Row(T("رقم الطلب", en="Application"), grouped(values["application"]), ltr=True),
            Row(T("رقم الفاتورة", en="Bill"), grouped(values["bill"]), ltr=True),
            Row(T("تاريخ السداد", en="Paid on"), reader.moment(paid)),
        ],
        lines=[
            *((line[language], reader.money(Money(line[2], currency))) for line in values["lines"]),
            (reader.text(T("المجموع", en="Total")), total),
        ],
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
