"""A pause of one's own account, and its end; both after proving again who one is."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from bawaba.identity.accounts.commands import IllegalMove
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.pausing import pause_account, resume_account
from bawaba.identity.codes.budgets import TooOften
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import freshly_proven
from bawaba.web.portal.pages import render

MOVES = {"pause": pause_account, "resume": resume_account}


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def my_pause(request: Any) -> HttpResponse:
    """What a pause does, and the one button that fits the account's state."""
    move = MOVES.get(str(request.POST.get("move", "")))
    if request.method == "POST" and move is not None:
        account, key = request.header.account, request.session.session_key
        try:
            move(account=account, session_key=key, by=Actor("person", str(account)))
        except SessionOver:
            return HttpResponseRedirect("/login")
        except IllegalMove:
            return render(request, "portal/my_pause.html", {"cannot": True, "often": False}, 409)
        except TooOften:
            return render(request, "portal/my_pause.html", {"cannot": False, "often": True}, 429)
        return HttpResponseRedirect("/settings/pause")
    return render(request, "portal/my_pause.html", {"cannot": False, "often": False})
