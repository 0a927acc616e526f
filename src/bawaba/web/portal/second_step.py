"""The second step of logging in: the app's code, a code by message, or a recovery code."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.core.secrets import typed_recovery_code, typed_six_digits
from bawaba.core.text import T
from bawaba.identity.accounts.gate import NotAllowed, answer_again
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.codes.commands import CodeUsed
from bawaba.web.portal.begun import BEGUN
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import WRONG_APP_CODE, WRONG_CODE, too_often
from bawaba.web.portal.pages import render
from bawaba.web.portal.stages import SecondStep, waiting_for_code
from bawaba.web.portal.ways import Ways

APP = "/settings/app"
WRONG_RECOVERY = T(
    "الرمز غير صحيح، أو استُخدم من قبل. بعد خمس محاولات ابدأ الدخول من جديد.",
    en="The code is wrong, or was used before. After five tries, begin logging in again.",
)
WRONG = {"totp": WRONG_APP_CODE, "sms": WRONG_CODE, "recovery": WRONG_RECOVERY}


@require_http_methods(["GET", "HEAD", "POST"])
def log_in_code(request: Any) -> HttpResponse:
    """By the way that the address names, or the account's first one. A second click gets the first answer again."""
    stage, form = waiting_for_code(request), Form(request.POST)
    way = chosen_way(request, stage.found() if stage else None)
    text = (typed_recovery_code if way == "recovery" else typed_six_digits)(request.POST.get("code", ""))
    target = APP if request.POST.get("app") else "/home"
    try:
        if stage is not None and text and stage.passed(way, text):
            if target == APP:
                stage.login.redirect_url = APP
            return stage.exit()
    except (NotAllowed, CodeUsed):
        stage = None
    if request.header is not None or (text and answer_again(session=request.session, text=text)):
        return HttpResponseRedirect("/continue" if BEGUN in request.session else target)
    if stage is None:
        return HttpResponseRedirect("/login")
    if request.method == "POST":
        form.wrong("code", WRONG[way])
    return _page(request, stage, way, form)


@require_POST
def log_in_resend(request: Any) -> HttpResponse:
    """Another code by message; wrong tries are not forgotten."""
    stage, form = waiting_for_code(request), Form()
    if stage is None:
        return HttpResponseRedirect("/login")
    if "sms" not in stage.ways():
        return HttpResponseRedirect("/login/code")
    try:
        stage.send()
    except TooOften as often:
        form.wrong("code", too_often(often.seconds))
    return _page(request, stage, "sms", form, 429 if form.problems else 200)


@require_POST
def log_in_by_sms(request: Any) -> HttpResponse:
    """The code by message instead of the app's: only now is it sent. A second click finds it sent."""
    stage = waiting_for_code(request)
    if stage is None:
        return HttpResponseRedirect("/login")
    if "sms" not in stage.ways():
        return HttpResponseRedirect("/login/code")
    stage.take_sms()
    return HttpResponseRedirect("/login/code?way=sms")


def chosen_way(request: Any, found: Ways | None) -> str:
    """As asked for, when the account has it. Of a log-in that is over only the shape of its code matters."""
    asked = request.GET.get("way", "")
    ways = found.names() if found else list(WRONG)
    return asked if asked in ways else ways[0]


def _page(request: Any, stage: SecondStep, way: str, form: Form, status: int = 200) -> HttpResponse:
    context = {"form": form, "way": way, "ways": stage.ways(), "sent": way != "sms" or stage.found().is_sent()}
    return render(request, "portal/login_code.html", context, status)
