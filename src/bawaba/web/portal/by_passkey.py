"""Logging in with a passkey alone: no name is asked, and one answer is given for every failure."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from bawaba.core.text import T
from bawaba.identity.accounts.gate import NotAllowed, Proofs, prove_again
from bawaba.identity.accounts.passkeys import UsedKey, read_passkey
from bawaba.identity.accounts.queries import NoAccount, user_behind
from bawaba.identity.codes.budgets import TooOften, forgive
from bawaba.identity.codes.budgets import spend as spend_budget
from bawaba.identity.passkeys.ceremonies import NotProven, ask_for_key, kept_ceremony
from bawaba.identity.passkeys.queries import has_passkey
from bawaba.web.origin import origin_of
from bawaba.web.portal.access import safe_next
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import too_often
from bawaba.web.portal.pages import render
from bawaba.web.portal.stages import sign_in_by_passkey

PAGE, BUDGET, ASKED = "/login/passkey", "login.passkey", "passkey.asked"
PROOF = "passkey.proof"
WRONG = T(
    "لم يُقبل مفتاح المرور. أعد المحاولة، أو ادخل بكلمة المرور.",
    en="The passkey was not accepted. Please try again, or log in with your password.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def log_in_by_passkey(request: Any) -> HttpResponse:
    """The button of the log-in page begins it, which leaves a session here; then the browser's answer comes."""
    form, target = Form(), safe_next(request.POST.get("next") or request.GET.get("next", "/home"))
    if request.header is not None:
        return HttpResponseRedirect(target)
    if request.method == "POST":
        try:
            spend(request)
            if "answer" not in request.POST:
                request.session[ASKED] = True
                return HttpResponseRedirect(f"{PAGE}?" + urlencode({"next": target}))
            return _opened(request, target)
        except TooOften as often:
            form.wrong("answer", too_often(often.seconds))
            return _page(request, form, target, status=429)
        except (NotProven, NotAllowed, NoAccount):
            form.wrong("answer", WRONG)
    if ASKED not in request.session:
        return HttpResponseRedirect("/login?" + urlencode({"next": target}))
    return _page(request, form, target, options=ask(request, ASKED))


def ask_again_for_passkey(request: Any) -> dict[str, Any] | None:
    """Options for proving again who one is; None for an account without a passkey."""
    return ask(request, PROOF) if has_passkey(request.header.account) else None


def proved_by_passkey(request: Any, form: Form) -> bool:
    """It is still me, by one of my passkeys: counted like a log-in, and recorded once its answer is used up."""
    try:
        spend(request)
        used = answered(request, PROOF)
        proofs = Proofs(ways=["passkey"], keys=[used])
        prove_again(session=request.session, account=request.header.account, proofs=proofs)
    except TooOften as often:
        form.wrong("password", too_often(often.seconds))
        return False
    except (NotProven, NotAllowed):
        form.wrong("password", WRONG)
        return False
    forgive(budget=BUDGET, key=origin_of(request).address)
    record_authentication(request, request.user, "passkey", reauthenticated=True)
    return True


def ask(request: Any, kept_as: str) -> dict[str, Any]:
    """Options for the browser; the ceremony waits in the session."""
    options, ceremony = ask_for_key()
    request.session[kept_as] = ceremony.kept()
    return options


def answered(request: Any, kept_as: str) -> UsedKey:
    """What the browser sent. NotProven."""
    return read_passkey(ceremony=kept_ceremony(request.session.get(kept_as)), answer=str(request.POST["answer"]))


def spend(request: Any) -> None:
    """Counted by address before anything is compared. TooOften."""
    spend_budget(budget=BUDGET, key=origin_of(request).address, windows=settings.LIMITS.passkey_tries_per_origin)


def _opened(request: Any, target: str) -> HttpResponse:
    used = answered(request, ASKED)
    answer = sign_in_by_passkey(request, user_behind(used.account), used, target)
    forgive(budget=BUDGET, key=origin_of(request).address, times=2)  # begun and answered
    return answer


def _page(request: Any, form: Form, target: str, options: Any = None, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": target, "options": options}
    response = render(request, "portal/by_passkey.html", context, status)
    response["Cache-Control"] = "no-store"
    return response
