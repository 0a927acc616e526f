"""Middleware: who reads, how they read, and headers that every answer carries."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject

from bawaba.core.reader import Reader
from bawaba.identity.accounts.queries import user_behind
from bawaba.web.origin import DEVICE, new_device

COOKIE = "reading"
VERIFY = "/verify"
PROGRAMS = ("/channel/v1/", "/callbacks/", "/oidc/token", "/oidc/par", "/oidc/userinfo")
METHOD_NOT_ALLOWED = 405
YEAR = 365 * 24 * 3600
CHOICES = {
    "language": {"ar", "en"},
    "digits": {"arab", "latn"},
    "calendar": {"hijri", "gregorian"},
    "text_size": {"normal", "large", "larger"},
}
HEADERS = {
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Reading:
    """Sets ``request.reader``, ``request.header``, ``request.user``; a signed-in person's own choices win over the cookie's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django wants it."""
        self._get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """One statement at most: the session with its header line."""
        chosen = cookie_choices(request)
        request.header, request.nobodys, request.reader = (
            None,
            False,
            Reader(**chosen),
        )  # the page that says what broke needs no database
        request.nobodys = _is_nobodys(request)
        request.header = None if request.nobodys else request.session.line()
        request.user = SimpleLazyObject(lambda: _user(request))
        if request.header is not None:
            chosen |= {name: own for name in CHOICES if (own := getattr(request.header, name))}
        request.reader = Reader(**chosen)
        response = _answered(request, self._get_response(request))
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if DEVICE not in request.COOKIES and request.method == "POST" and not request.nobodys:
            set_cookie(request, response, DEVICE, new_device(), YEAR)
        return response


def _is_nobodys(request: HttpRequest) -> bool:
    """A verification is not anybody's, nor what a program sends: no session is read, no cookie set (docs/decisions/verifying.md)."""
    return request.method == "POST" and (request.path == VERIFY or request.path.startswith(PROGRAMS))


def _answered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whoever opens the address of a button (by its history, or by choosing a language there) comes to its page."""
    if response.status_code != METHOD_NOT_ALLOWED or request.method != "GET":
        return response
    if "text/html" not in request.headers.get("Accept", ""):
        return response
    return HttpResponseRedirect(request.path.rstrip("/").rpartition("/")[0] or "/")


def _user(request: Any) -> AbstractBaseUser | AnonymousUser:
    """Django's user, for allauth and whoever else asks: of the session's account, and of nothing that login() wrote."""
    return user_behind(request.header.account) if request.header else AnonymousUser()


def cookie_choices(request: HttpRequest) -> dict[str, str]:
    """language=en&digits=latn …, each checked."""
    pairs = (part.partition("=") for part in request.COOKIES.get(COOKIE, "").split("&"))
    return {name: value for name, _, value in pairs if value in CHOICES.get(name, ())}


def remember_choices(request: HttpRequest, response: HttpResponse) -> None:
    """What this form chose, on top of what the cookie had."""
    chosen = {name: request.POST[name] for name in CHOICES if request.POST.get(name) in CHOICES[name]}
    text = "&".join(f"{name}={value}" for name, value in (cookie_choices(request) | chosen).items())
    set_cookie(request, response, COOKIE, text, YEAR)


def set_cookie(request: HttpRequest, response: HttpResponse, name: str, value: str, age: int, path: str = "/") -> None:
    """HttpOnly, Lax, and Secure wherever the portal stands behind TLS, whatever a proxy says of a request."""
    secure = settings.SECURE_TLS or request.is_secure()
    response.set_cookie(name, value, max_age=age, path=path, httponly=True, samesite="Lax", secure=secure)
