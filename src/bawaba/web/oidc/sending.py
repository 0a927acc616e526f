"""Back to the agency: at its own address, with our name in the answer (RFC 9207)."""

from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from django.http import HttpResponse, HttpResponseRedirect

from bawaba.core.text import T
from bawaba.identity.clients.signing import issuer
from bawaba.web.oidc.errors import NotTrusted, private
from bawaba.web.portal.pages import render


def address(redirect_uri: str, state: str, **answer: str) -> str:
    """With what is answered, what was to come back, and who answers."""
    told = {**answer, **({"state": state} if state else {}), "iss": issuer()}
    return str(add_params_to_uri(redirect_uri, list(told.items())))


def problem(redirect_uri: str, state: str, error: OAuth2Error) -> str:
    """The address that tells the agency what went wrong."""
    words = {"error": error.error, "error_description": error.get_error_description() or ""}
    return address(redirect_uri, state, **{name: text for name, text in words.items() if text})


def straight(target: str) -> HttpResponse:
    """Nobody had to be asked anything."""
    return private(Sent(target))


def by_page(request: Any, target: str, name: T) -> HttpResponse:
    """After a form of ours: a browser follows no redirect from a form to another site (CSP form-action), but a page may lead there."""
    response = render(request, "oidc/back.html", {"target": target, "name": name})
    response["Refresh"] = f"0;url={target}"
    return private(response)


def refused(request: Any, error: NotTrusted) -> HttpResponse:
    """A page for the person, with a line for the agency's developer."""
    return render(request, "oidc/refused.html", {"said": error.said, "detail": error.detail, "site": error.site}, 400)


class Sent(HttpResponseRedirect):
    """Registered addresses only, which loading.py has judged."""

    allowed_schemes = ("https", "http")
