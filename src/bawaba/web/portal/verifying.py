"""The public page on which anybody verifies a document; nobody is asked who is checking."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.core.money import Money
from bawaba.core.references import InvalidReference, parse_reference
from bawaba.core.text import T
from bawaba.documents.commands import note_verification
from bawaba.documents.queries import Verdict, verify_reference, verify_text
from bawaba.documents.seals import MARK, published_keys
from bawaba.journal.ports import Actor
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.pictures import BadPicture, code_in

GIVE = T("اكتب رقم الوثيقة أو ارفع صورة رمزها.", en="Type the document's reference or upload a picture of its code.")


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Any) -> HttpResponse:
    """Valid, revoked or unknown; an online check is on the owner's tracker."""
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
        return _of_picture(picture, form)
    typed = "".join(str(request.POST.get("reference", ""))[:5_000].split())
    if typed.upper().startswith(f"{MARK}."):
        return verify_text(typed)
    if not typed:
        form.wrong("reference", GIVE)
        return None
    try:
        return verify_reference(parse_reference(typed))
    except InvalidReference as error:
        form.wrong("reference", error)
        return None


def _of_picture(picture: Any, form: Form) -> Verdict | None:
    try:
        return verify_text(code_in(picture))
    except BadPicture as bad:
        form.wrong("picture", bad)
        return None
