"""What cannot be done, in OAuth's words; Authlib has the words, and how they are written down."""

from typing import Any

from authlib.oauth2 import OAuth2Error
from django.http import HttpResponse, JsonResponse

from bawaba.core.text import T


class NotTrusted(Exception):
    """A request that no browser is sent back for: nobody knows whose it is. ``said`` is for its person."""

    def __init__(self, said: T, detail: str, site: str = "") -> None:
        """``detail`` is for the agency's developer; ``site`` is a way back, where the agency is known."""
        super().__init__(detail)
        self.said, self.detail, self.site = said, detail, site


class UnmetRequirementsError(OAuth2Error):
    """OpenID Connect Core, unmet authentication requirements: the account is not as sure as this agency needs."""

    error = "unmet_authentication_requirements"


class BadTokenError(OAuth2Error):
    """RFC 6750: unknown, late, of a log-in that has ended, or no access token at all."""

    error = "invalid_token"
    status_code = 401


class TryAgainError(OAuth2Error):
    """The register does not answer."""

    error = "temporarily_unavailable"
    status_code = 503


def told(error: OAuth2Error) -> JsonResponse:
    """As programs read it."""
    status, body, headers = error()
    return private(JsonResponse(dict(body), status=status), headers)


def private(response: Any, headers: Any = ()) -> Any:
    """Kept by nobody."""
    for name, value in headers:
        if name.lower() != "content-type":
            response[name] = value
    response["Cache-Control"], response["Pragma"] = "no-store", "no-cache"
    return response


def bearer_wanted(error: OAuth2Error) -> HttpResponse:
    """401 with the header that RFC 6750 wants."""
    response = told(error)
    response["WWW-Authenticate"] = f'Bearer error="{error.error}"'
    return response
