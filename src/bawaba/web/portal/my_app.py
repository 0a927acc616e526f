"""An authenticator app: set up by a right code of it, removed, each after proving again who one is; every address is told."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from bawaba.core.secrets import typed_six_digits
from bawaba.core.text import T
from bawaba.documents.typesetting import qr_svg
from bawaba.identity.accounts.authenticator_app import (
    WrongCode,
    address_for_app,
    new_secret,
    opened_secret,
    remove_app,
    set_up_app,
)
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.codes.budgets import TooOften
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import too_many_changes
from bawaba.web.portal.pages import render

BEING_SET_UP = "app-being-set-up"
WRONG = T(
    "الرمز غير صحيح. اكتب الأرقام الستة التي يعرضها التطبيق الآن، وتأكد من ساعة جوالك.",
    en="The code is not right. Type the six digits that the app shows now, and check your phone's clock.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def my_app(request: Any) -> HttpResponse:
    """The secret as QR code and as letters, the same until a right code is typed; then whether it works."""
    form, has = Form(request.POST), request.user.account.app_step is not None
    kept = request.session.get(BEING_SET_UP)
    if request.method == "POST" and kept:
        if answered := _set_up(request, form, kept):
            return answered
    elif request.method == "POST":
        return HttpResponseRedirect("/settings/app")
    if has:
        return render(request, "portal/my_app.html", {"has": True, "other": "other" in request.GET, "form": form})
    often = bool(form.problems) and form.error("code") is not WRONG
    return render(request, "portal/my_app.html", {"has": False, "form": form} | _offer(request), 429 if often else 200)


@require_POST
@freshly_proven
def remove(request: Any) -> HttpResponse:
    """Back to codes by message."""
    account = request.header.account
    try:
        remove_app(account=account, session_key=request.session.session_key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    return HttpResponseRedirect("/settings?changed=app-removed")


def _set_up(request: Any, form: Form, kept: str) -> HttpResponse | None:
    account, text = request.header.account, typed_six_digits(request.POST.get("code", ""))
    try:
        key, by = request.session.session_key, Actor("person", str(account))
        mine = set_up_app(account=account, sealed=kept, text=text, session_key=key, by=by)
    except SessionOver:
        return HttpResponseRedirect("/login")
    except WrongCode:
        form.wrong("code", WRONG)
        return None
    except TooOften as often:
        form.wrong("code", too_many_changes(often.seconds))
        return None
    request.session.pop(BEING_SET_UP)
    return HttpResponseRedirect("/settings/app" if mine else "/settings/app?other")


def _offer(request: Any) -> dict[str, Any]:
    """What the app is told; the secret waits sealed in the session, and nowhere else."""
    account = request.header.account
    if kept := request.session.get(BEING_SET_UP):
        secret = opened_secret(account, kept)
    else:
        request.session[BEING_SET_UP], secret = new_secret(account)
    address = address_for_app(request.user, secret)
    drawn = Markup(qr_svg(address))  # noqa: S704 - drawn by us
    letters = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"qr": drawn, "letters": letters, "address": address}
