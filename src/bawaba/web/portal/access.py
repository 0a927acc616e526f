"""Who may see a page: decided before the view runs."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from bawaba.web.portal.begun import keep_begun

View = Callable[..., HttpResponse]


def for_account(view: View) -> View:
    """Only for a signed-in person; others log in first and come back, with the form they sent."""

    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.header is None:
            if request.method == "POST":
                keep_begun(request)
            return HttpResponseRedirect("/login?" + urlencode({"next": _way_back(request)}))
        return view(request, *args, **kwargs)

    checked.needs_account = True  # type: ignore[attr-defined]  # read by tests/house
    return checked


def freshly_proven(view: View) -> View:
    """Only for who proved themselves a moment ago (by logging in, or again); others do, and come back."""

    @for_account
    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if get_adapter().is_reauthentication_required(app="account"):
            return HttpResponseRedirect("/confirm?" + urlencode({"next": _way_back(request)}))
        return view(request, *args, **kwargs)

    return checked


def _way_back(request: HttpRequest) -> str:
    """The page that was asked for; of a form, the page it stood on."""
    return urlsplit(request.META.get("HTTP_REFERER", "")).path if request.method == "POST" else request.get_full_path()


def safe_next(target: str) -> str:
    """A path of our own; anything else is the home page."""
    own = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if own else "/home"
