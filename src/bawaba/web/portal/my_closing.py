"""Closing one's own account: what it means, a word to type, and on the last page the certificate to take along."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.cases.catalogue import services
from bawaba.cases.closing import CLOSED, close_with_certificate, what_ends
from bawaba.core import clock
from bawaba.core.names import fold
from bawaba.core.text import Plural, T
from bawaba.documents.queries import DocumentView, NoDocument, document_of
from bawaba.identity.accounts.closing import MayNotClose, may_close
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import View, freshly_proven
from bawaba.web.portal.document_pdf import document_pdf
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.signing_in import NOTHING_STAYS

WORD = T("إغلاق", en="close")
WORDS = {fold(word) for word in (WORD.ar, WORD.en)}
TYPE_IT = T("اكتب كلمة «إغلاق» لتؤكد.", en="Type the word “close” to confirm.")
FETCHED_WITHIN = timedelta(minutes=15)
APPOINTMENTS = Plural(
    zero="لا مواعيد",
    one="موعد واحد",
    two="موعدان",
    few="{n} مواعيد",
    many="{n} موعدًا",
    other="{n} موعد",
    en_one="One appointment",
    en_other="{n} appointments",
)


def once(view: View) -> View:
    """A second click on the last button, or a reload, finds the last page."""

    def led(request: Any) -> HttpResponse:
        return HttpResponseRedirect("/closed") if request.session.get(CLOSED) else view(request)

    led.__wrapped__ = view  # type: ignore[attr-defined]  # read by tests/house
    return led


@require_http_methods(["GET", "HEAD", "POST"])
@once
@freshly_proven
def my_closing(request: Any) -> HttpResponse:
    """What ends, what stays, and the one button, after a word that nobody types by mistake."""
    form, account, status = Form(request.POST), request.header.account, 200
    if request.method == "POST":
        if fold(form.text("word", needed=False, most=20)) not in WORDS:
            form.wrong("word", TYPE_IT)
        else:
            try:
                close_with_certificate(account=account, session=request.session, by=Actor("person", str(account)))
                return _out()
            except SessionOver:
                return HttpResponseRedirect("/closed")
            except MayNotClose:
                status = 409
    said = {"form": form, "word": WORD, "ending": what_ends(account), "may": may_close(account)}
    said |= {"titles": {slug: one.title for slug, one in services().items()}}
    said |= {"appointments": lambda n: request.reader.plural(APPOINTMENTS, n)}
    return render(request, "portal/my_closing.html", said, status)


@require_safe
def closed(request: Any) -> HttpResponse:
    """Of an account that nobody logs in to any more: its certificate, for a quarter of an hour in this browser."""
    found = _certificate(request)
    if found is None:
        return HttpResponseRedirect("/login")
    response = render(request, "portal/closed.html", {"found": found, "minutes": FETCHED_WITHIN.seconds // 60})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def closed_file(request: Any) -> HttpResponse:
    """The certificate as PDF; afterwards /verify still answers for its reference."""
    found = _certificate(request)
    if found is None:
        return HttpResponseRedirect("/login")
    response = HttpResponse(document_pdf(found, request.reader), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="account-closed-{found.reference}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _out() -> HttpResponse:
    response = HttpResponseRedirect("/closed")
    response["Clear-Site-Data"] = NOTHING_STAYS
    return response


def _certificate(request: Any) -> DocumentView | None:
    kept = request.session.get(CLOSED)
    if not kept or clock.now() >= datetime.fromisoformat(kept["at"]) + FETCHED_WITHIN:
        return None
    try:
        return document_of(kept["account"], kept["document"])
    except NoDocument:
        return None
