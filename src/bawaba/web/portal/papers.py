"""My documents, and their PDFs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.documents.queries import (
    NoDocument,
    document_of,
    documents_of,
)
from bawaba.web.portal.access import for_account
from bawaba.web.portal.document_pdf import document_pdf
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
    response = HttpResponse(document_pdf(found, request.reader), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.reference}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
