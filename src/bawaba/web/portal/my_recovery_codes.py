"""Recovery codes: made after proving again who one is, shown once for paper; every address is told."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from bawaba.core import clock
from bawaba.documents.typesetting import qr_svg
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.recovery_codes import end_recovery_codes, make_recovery_codes
from bawaba.identity.codes.budgets import TooOften
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import too_many_changes
from bawaba.web.portal.pages import render

TOLD = "recovery-codes"


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def mine(request: Any) -> HttpResponse:
    """Make them, which ends the old ones; or end them. The page after making shows them, and no page after that."""
    form = Form()
    if request.method == "POST":
        try:
            _changed(request)
            return HttpResponseRedirect("/settings/recovery-codes")
        except SessionOver:
            return HttpResponseRedirect("/login")
        except TooOften as often:
            form.wrong("make", too_many_changes(often.seconds))
    codes = request.session.pop(TOLD, []) if request.method == "GET" and TOLD in request.session else []
    row = request.user.account
    context = {"form": form, "codes": codes, "left": row.recovery_codes, "seen": row.recovery_set}
    if codes:
        address = f"{settings.BAWABA.public_url}/recover"  # where to begin; the codes are typed from paper
        context |= {"made_at": clock.now(), "address": address, "qr": Markup(qr_svg(address))}  # noqa: S704 - drawn by us
    return render(request, "portal/my_recovery_codes.html", context, 429 if form.problems else 200)


def _changed(request: Any) -> None:
    account, key, by = request.header.account, request.session.session_key, Actor("person", str(request.header.account))
    if "off" in request.POST:
        end_recovery_codes(account=account, session_key=key, by=by)
        request.session.pop(TOLD, None)
    elif codes := make_recovery_codes(account=account, seen=_seen(request), session_key=key, by=by):
        request.session[TOLD] = codes


def _seen(request: Any) -> int:
    """Which set the page showed; what no page says is no set."""
    text = str(request.POST.get("seen", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
