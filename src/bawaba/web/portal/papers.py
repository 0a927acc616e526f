"""My documents, and their PDFs."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe
from markupsafe import Markup

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.documents.queries import PAGE, NoDocument, document_of, documents_of, documents_to_show
from bawaba.documents.rules import REASONS
from bawaba.documents.typesetting import qr_svg
from bawaba.identity.accounts.keepsakes import SessionOver, good_until, may_keep, new_keepsake
from bawaba.web.portal.access import for_account
from bawaba.web.portal.document_pdf import document_pdf
from bawaba.web.portal.pages import render
from bawaba.web.portal.paging import number_before
from bawaba.web.portal.public import not_found

STATES = {
    "valid": T("سارية", en="Valid"),
    "revoked": T("ملغاة", en="Revoked"),
    "superseded": T("حلّت محلها أحدث", en="Replaced"),
    "expired": T("منتهية", en="Expired"),
}
KINDS = {"valid": "ok", "revoked": "no", "superseded": "wait", "expired": "wait"}
# by the language of the page, each in its own words
OTHER = {"ar": ("en", "The same in English"), "en": ("ar", "نفسها بالعربية")}
SHOWN = {"other": OTHER, "words": STATES, "kinds": KINDS, "reasons": REASONS}


@require_safe
@for_account
def my_documents(request: Any) -> HttpResponse:
    """Newest first, by key."""
    rows = documents_of(request.header.account, number_before(request))
    return render(request, "portal/documents.html", {"documents": rows, "page": PAGE, **SHOWN})


@require_safe
@for_account
def wallet(request: Any) -> HttpResponse:
    """The codes, large, what is valid first; with ``kept`` as a device keeps it: without what needs the server, and until when."""
    found = [(one, Markup(qr_svg(one.seal))) for one in documents_to_show(request.header.account)]  # noqa: S704 - drawn by us
    context = {"documents": found, "now": clock.now(), **SHOWN}
    if request.GET.get("kept") != "yes":
        return render(request, "portal/wallet.html", context | {"kept": False, "until": good_until()})
    try:
        keepsake, until = new_keepsake(request.header.account, session_key=request.session.session_key)
    except SessionOver:
        return HttpResponseRedirect("/login")
    response = render(request, "portal/wallet.html", context | {"kept": True, "keepsake": keepsake, "until": until})
    response["Wallet-Until"] = until.isoformat()  # read by the worker, which has nothing else to go by
    return response


@require_safe
def wallet_kept(request: Any) -> HttpResponse:
    """A device asks whether it may still show what it keeps: nobody has to be logged in there. 204, or 410: wipe it."""
    response = HttpResponse(status=204 if may_keep(request.headers.get("Wallet-Keepsake", "")) else 410)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@for_account
def document_file(request: Any, handle: UUID) -> HttpResponse:
    """The PDF, typeset in the reader's language and calendars, or in the language that somebody abroad reads."""
    try:
        found = document_of(request.header.account, handle)
    except NoDocument:
        return not_found(request)
    asked = request.GET.get("language")
    reader = replace(request.reader, language=asked, digits="") if asked in OTHER else request.reader
    response = HttpResponse(document_pdf(found, reader), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="document-{found.reference}-{reader.language}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
