"""Who may see a page: decided before the view runs."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect

from bawaba.web.portal.begun import keep_begun
from bawaba.web.portal.proving import ask_again, is_stale, way_back

View = Callable[..., HttpResponse]


def for_account(view: View) -> View:
    """Only for a signed-in person; others log in first and come back, with the form they sent."""

    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.header is None:
            if request.method == "POST":
                keep_begun(request)
            return HttpResponseRedirect("/login?" + urlencode({"next": way_back(request)}))
        return view(request, *args, **kwargs)

    checked.needs_account = True  # type: ignore[attr-defined]  # read by tests/house
    return checked


def freshly_proven(view: View) -> View:
    """Only for who proved themselves a moment ago (by logging in, or again); others do, and what they sent goes on."""

    @for_account
    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_stale():
            return ask_again(request)
        return view(request, *args, **kwargs)

    return checked


def safe_next(target: str) -> str:
    """A path of our own; anything else is the home page."""
    own = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if own else "/home"
