"""A document at the desk: found by its printed reference, revoked with a reason."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from bawaba.cases.checklist import RECENT
from bawaba.cases.deskwork import NotYours
from bawaba.cases.queries import NoApplication
from bawaba.cases.revoking import Granted, granted, is_own_document, look_at_granted, revoke_granted
from bawaba.core.references import InvalidReference, parse_reference
from bawaba.core.text import T
from bawaba.documents.lifecycle import DOCUMENT
from bawaba.documents.queries import NoDocument
from bawaba.documents.rules import REASONS, WORDS
from bawaba.web.desk.access import for_officer, household_of
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

NOW = timedelta(0)
NOT_THERE = T("لا وثيقة بهذا الرقم لدى جهاتك.", en="None of your agencies has a document of that reference.")
NEEDS_REASON = T("اختر السبب.", en="Choose the reason.")
SILENT = T("السجل لا يجيب، فلا إلغاء الآن.", en="The register does not answer: nothing is revoked just now.")
OWN = T("هذه وثيقتك أو وثيقة أحد من أسرتك. يتولاها زميل.", en="It is yours or your family's; a colleague does it.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_officer
def find(request: Any) -> HttpResponse:
    """The reference is sent in a form: nothing of a document stands in an address."""
    form, one = Form(request.POST), _asked(request) if request.method == "POST" else None
    if one is None:
        if request.method == "POST":
            form.wrong("reference", NOT_THERE)
        return _page(request, form, None, RECENT)
    if request.POST.get("deed") != "revoke":
        look_at_granted(one=one, officer=request.officer)
        return _page(request, form, one, RECENT)
    _revoke(request, form, one)
    return _page(request, form, one if form.problems else _asked(request), NOW)


def _revoke(request: Any, form: Form, one: Granted) -> None:
    family, reason = household_of(request.officer, NOW), form.value("reason")
    if family is None:
        form.wrong("reason", SILENT)
    elif reason not in REASONS:
        form.wrong("reason", NEEDS_REASON)
    else:
        _try(request, form, one, family)


def _try(request: Any, form: Form, one: Granted, family: Collection[str]) -> None:
    try:
        revoke_granted(
            reference=one.document.reference, reason=form.value("reason"), household=family, officer=request.officer
        )
    except NotYours:
        form.wrong("reason", OWN)


def _asked(request: Any) -> Granted | None:
    try:
        return granted(request.officer, parse_reference(str(request.POST.get("reference", ""))))
    except (InvalidReference, NoDocument, NoApplication, NotYours):
        return None


def _page(request: Any, form: Form, one: Granted | None, max_age: timedelta) -> HttpResponse:
    context: dict[str, Any] = {"officer": request.officer, "form": form, "one": one, "reasons": REASONS, "words": WORDS}
    if one is not None:
        family = household_of(request.officer, max_age)
        context |= {"own": is_own_document(one, request.officer, family or ()), "silent": family is None}
        context |= {"may": "revoke" in DOCUMENT.open_to(one.document.state, "officer")}
    return render(request, "desk/documents.html", context)
