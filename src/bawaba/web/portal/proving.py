"""Before something sensitive it is asked again who one is; what was sent is kept meanwhile, and then done."""

import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve

from bawaba.web.portal.begun import MOST, NEVER

KEPT = "kept"


def is_stale() -> bool:
    """Whether the last full proof of this session is too old for what is sensitive."""
    return bool(get_adapter().is_reauthentication_required(app="account"))


def will_ask(request: Any) -> bool:
    """For a page's hint that the password comes next: by the session's record alone, which costs no statement; the button judges fully."""
    return too_old(request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [])


def too_old(proofs: Sequence[Mapping[str, Any]]) -> bool:
    """Of allauth's records, whether the last full proof is too long ago."""
    times = [one["at"] for one in proofs if one.get("reauthenticated")]
    return not times or time.time() - times[-1] >= app_settings.REAUTHENTICATION_TIMEOUT


def ask_again(request: Any) -> HttpResponse:
    """To the password; a form that holds no secret is kept, under a number that only the next page knows."""
    told = {"next": way_back(request)}
    if request.method == "POST" and (number := _keep(request)):
        told["kept"] = number
    return HttpResponseRedirect("/confirm?" + urlencode(told))


def is_kept(request: Any, number: str) -> bool:
    """Whether a form of this account waits under that number."""
    kept = request.session.get(KEPT)
    return bool(number) and bool(kept) and kept["number"] == number and kept["account"] == str(request.header.account)


def go_on_with(request: Any, number: str) -> HttpResponse | None:
    """What was kept is sent now, once: the view answers as if it had just come. None when nothing waits under that number."""
    if not is_kept(request, number):
        return None
    kept = request.session.pop(KEPT)
    posted = QueryDict(mutable=True)
    for name, value in kept["fields"]:
        posted.appendlist(name, value)
    request.POST = posted
    request.path = request.path_info = kept["path"]
    found = resolve(kept["path"])
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer


def way_back(request: HttpRequest) -> str:
    """The page that was asked for; of a form, the page it stood on."""
    return urlsplit(request.META.get("HTTP_REFERER", "")).path if request.method == "POST" else request.get_full_path()


def _keep(request: Any) -> str:
    """Empty when it cannot be kept: it holds a password or a code, files, or more than a session should."""
    sent = [[name, value] for name, values in request.POST.lists() for value in values]
    fields = [one for one in sent if one[0] != "csrfmiddlewaretoken"]
    if any(name.startswith(NEVER) for name, _ in fields) or request.FILES:
        return ""
    if sum(len(name) + len(value) for name, value in fields) > MOST:
        return ""
    number, account = secrets.token_urlsafe(9), str(request.header.account)
    request.session[KEPT] = {"number": number, "account": account, "path": request.path, "fields": fields}
    return number
