"""The public page on which anybody verifies a document; nobody is asked who is checking."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bawaba.core.references import InvalidReference, parse_reference
from bawaba.core.text import T
from bawaba.documents.commands import note_verification
from bawaba.documents.files import seal_in
from bawaba.documents.pictures import BadPicture
from bawaba.documents.queries import Verdict, verify_reference, verify_text
from bawaba.documents.seals import MARK
from bawaba.journal.ports import Actor
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.verdicts import reading_words, seal_rows, verdict_words

GIVE = T("اكتب رقم الوثيقة أو ارفع صورة رمزها.", en="Type the document's reference or upload a picture of its code.")


@csrf_exempt  # it acts for nobody: no session is read, no cookie set (docs/decisions/verifying.md)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Any) -> HttpResponse:
    """Valid, revoked, replaced, expired or unknown; a check by us is on the owner's tracker."""
    form, verdict, sealed = Form(request.POST if request.method == "POST" else {}), None, False
    if request.method == "POST":
        verdict, sealed = _verdict(request, form)
        if verdict is not None and verdict.document and verdict.account:
            note_verification(document=verdict.document, account=verdict.account, by=Actor("applicant"))
    rows = seal_rows(verdict.shown, request.reader, whole=sealed) if verdict else []
    context = {"form": form, "verdict": verdict, "rows": rows, "words": verdict_words(request.reader)}
    context |= {"reading": reading_words(request.reader)}
    return render(request, "portal/verify.html", context)


def _verdict(request: Any, form: Form) -> tuple[Verdict | None, bool]:
    """And whether the seal itself was shown: whoever holds it may compare the name."""
    picture = request.FILES.get("picture")
    if picture is not None:
        return _of_file(picture, form), True
    typed = "".join(str(request.POST.get("reference", ""))[:5_000].split())
    if typed.upper().startswith(f"{MARK}."):
        return verify_text(typed), True
    if not typed:
        form.wrong("reference", GIVE)
        return None, False
    try:
        return verify_reference(parse_reference(typed)), False
    except InvalidReference as error:
        form.wrong("reference", error)
        return None, False


def _of_file(picture: Any, form: Form) -> Verdict | None:
    try:
        return verify_text(seal_in(picture))
    except BadPicture as bad:
        form.wrong("picture", bad)
        return None
