"""The Content-Security-Policy header, the same on every answer."""

from collections.abc import Callable
from functools import cache

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse


class ContentPolicy:
    """django-csp writes the policy of the settings, once: its own middleware did so for every answer, a twentieth of a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django wants it."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """No page has an exception or a nonce; one that ever needs its own sets the header itself."""
        response = self._get_response(request)
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return str(build_policy())
