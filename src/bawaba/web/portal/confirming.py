"""It is still me: password and second step, or a passkey, before something sensitive; then what was sent goes on."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.core.secrets import typed_recovery_code, typed_six_digits
from bawaba.core.text import T
from bawaba.identity.accounts.gate import NotAllowed, Proofs, prove_again
from bawaba.identity.accounts.login import check_password_again
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.codes.commands import CodeUsed
from bawaba.web.origin import device_of, origin_of
from bawaba.web.portal.access import for_account, safe_next
from bawaba.web.portal.by_passkey import ask_again_for_passkey, proved_by_passkey
from bawaba.web.portal.forms import Form
from bawaba.web.portal.half_proven import HalfProven, begin_half, half_proven, note_full_proof
from bawaba.web.portal.messages import WRONG_CODE, too_often
from bawaba.web.portal.pages import render
from bawaba.web.portal.passwords import typed_password
from bawaba.web.portal.proving import go_on_with, is_kept, is_stale
from bawaba.web.portal.second_step import chosen_way
from bawaba.web.portal.ways import Proof

WRONG = T(
    "كلمة المرور غير صحيحة، أو كثرت المحاولات. أعد المحاولة بعد قليل.",
    en="The password is wrong, or there were too many tries. Please try again in a while.",
)

WRONG_OWNED = T(
    "الرمز غير صحيح، أو استُخدم من قبل. اكتب رمزًا آخر، وبعد خمس محاولات ارجع واكتب كلمة مرورك من جديد.",
    en="The code is wrong, or was used before. Type another; after five tries go back and type your password again.",
)
WRONG_CODES = {"totp": WRONG_OWNED, "sms": WRONG_CODE, "recovery": WRONG_OWNED}


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def confirm(request: Any) -> HttpResponse:
    """A passkey that verified its holder is all; after the password comes the second step."""
    form = Form()
    if "answer" in request.POST:
        if proved_by_passkey(request, form):
            return _go_on(request)
    elif request.method == "POST":
        password, origin = typed_password(request.POST.get("password", "")), origin_of(request)
        account, device = request.header.account, device_of(request)
        if check_password_again(account=account, password=password, address=origin.address, device=device):
            begin_half(request)
            return _to_code(request)
        form.wrong("password", WRONG)
    return render(
        request,
        "portal/confirm.html",
        {"form": form, **_told(request), "options": ask_again_for_passkey(request)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def confirm_code(request: Any) -> HttpResponse:
    """The second step, by the way that the address names; with it the proof is whole."""
    half, form = half_proven(request), Form(request.POST)
    if half is None:
        return _to_password(request) if is_stale() else HttpResponseRedirect(_told(request)["next"])
    way = chosen_way(request, half.ways)
    text = (typed_recovery_code if way == "recovery" else typed_six_digits)(request.POST.get("code", ""))
    proof = half.ways.proof_by(way, text) if text else {}
    if proof and _proved(request, way, proof):
        return _go_on(request)
    if request.method == "POST":
        form.wrong("code", WRONG_CODES[way])
    return _page(request, half, way, form)


@require_POST
@for_account
def confirm_resend(request: Any) -> HttpResponse:
    """Another code by message; wrong tries are not forgotten."""
    half, form = half_proven(request), Form()
    if half is None:
        return _to_password(request)
    if "sms" not in half.ways.names():
        return _to_code(request)
    try:
        half.send(request)
    except TooOften as often:
        form.wrong("code", too_often(often.seconds))
    return _page(request, half, "sms", form, 429 if form.problems else 200)


@require_POST
@for_account
def confirm_by_sms(request: Any) -> HttpResponse:
    """The code by message instead of the app's: only now is it sent. A second click finds it sent."""
    half = half_proven(request)
    if half is None:
        return _to_password(request)
    if "sms" not in half.ways.names():
        return _to_code(request)
    half.take_sms(request)
    return _to_code(request, way="sms")


def _proved(request: Any, way: str, proof: Proof) -> bool:
    """Whether the gate took it: the code used up, the session under another key. Only then is it noted as a proof."""
    step = proof.get("step")
    proofs = Proofs(["password", way], [UUID(str(proof["code"]))], step=int(step) if step is not None else None)
    try:
        prove_again(session=request.session, account=request.header.account, proofs=proofs)
    except (NotAllowed, CodeUsed):
        return False
    note_full_proof(request, way)
    return True


def _go_on(request: Any) -> HttpResponse:
    told = _told(request)
    return go_on_with(request, told["kept"]) or HttpResponseRedirect(told["next"])


def _told(request: Any) -> dict[str, str]:
    """Where it goes on, and the number of what was kept, which is told on only where it is."""
    number = request.POST.get("kept") or request.GET.get("kept", "")
    target = safe_next(request.POST.get("next") or request.GET.get("next", "/settings"))
    return {"next": target, "kept": number if is_kept(request, number) else ""}


def _to_password(request: Any) -> HttpResponse:
    return HttpResponseRedirect("/confirm?" + urlencode(_told(request)))


def _to_code(request: Any, **more: str) -> HttpResponse:
    return HttpResponseRedirect("/confirm/code?" + urlencode(_told(request) | more))


def _page(request: Any, half: HalfProven, way: str, form: Form, status: int = 200) -> HttpResponse:
    by_sms = way == "sms"
    context = {"form": form, "way": way, "ways": half.ways.names(), **_told(request)}
    context |= {"sent": not by_sms or half.ways.is_sent(), "late": by_sms and half.is_late()}
    return render(request, "portal/confirm_code.html", context, status)
