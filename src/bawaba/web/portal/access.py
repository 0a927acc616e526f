"""Who may see a page: decided before the view runs."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect

View = Callable[..., HttpResponse]


def for_account(view: View) -> View:
    """Only for a signed-in person; others log in first and come back."""

    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.header is None:
            back = request.get_full_path() if request.method == "GET" else request.META.get("HTTP_REFERER", "/home")
            return HttpResponseRedirect("/login?" + urlencode({"next": back}))
        return view(request, *args, **kwargs)

    checked.needs_account = True  # type: ignore[attr-defined]  # read by tests/house
    return checked


def safe_next(target: str) -> str:
    """A path of our own; anything else is the home page."""
    own = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if own else "/home"
