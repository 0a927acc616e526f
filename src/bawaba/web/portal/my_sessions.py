"""Where I am logged in: each open session, the agencies it led to, and how to log out there."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.core.browsers import in_words
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.session_list import end_other_sessions, open_sessions_of
from bawaba.identity.clients.ending import log_out_there
from bawaba.identity.clients.queries import open_logins_of
from bawaba.journal.ports import Actor
from bawaba.web.origin import opened_on
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render

PAGE = "/settings/sessions"


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """This one first. Nothing is asked of anybody about an address: it is the same network as here, or another one."""
    account = request.header.account
    found = open_sessions_of(account, session_key=request.session.session_key)
    elsewhere = open_logins_of(account)
    context = {
        "sessions": found,
        "in_words": in_words,
        "network": opened_on(request).network,
        "led_to": {one.name: [login for login in elsewhere if login.session == one.name] for one in found},
        "left": [login for login in elsewhere if login.session not in {one.name for one in found}],
        "said": request.GET.get("said", ""),
    }
    return render(request, "portal/sessions.html", context)


@require_POST
@for_account
def end(request: Any) -> HttpResponse:
    """Log out there; a name that is nobody's, or another's, ends nothing."""
    account, key = request.header.account, request.session.session_key
    name = str(request.POST.get("session", ""))[:32]
    try:
        log_out_there(account=account, session=name, session_key=key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    return HttpResponseRedirect(f"{PAGE}?said=ended")


@require_POST
@for_account
def end_others(request: Any) -> HttpResponse:
    """Log out everywhere but here."""
    account, key = request.header.account, request.session.session_key
    try:
        end_other_sessions(account=account, session_key=key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    return HttpResponseRedirect(f"{PAGE}?said=others")
