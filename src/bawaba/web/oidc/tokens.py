"""The token endpoint and pushed requests: what programs of agencies send us."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError, UnsupportedGrantTypeError
from authlib.oauth2.rfc7636.challenge import CODE_VERIFIER_PATTERN
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bawaba.identity.clients.commands import BadGrant, redeem_code, refresh, revoke_token, seconds_of
from bawaba.identity.clients.ports import Issued, Party
from bawaba.identity.clients.pushing import push_request
from bawaba.identity.clients.signing import id_token
from bawaba.web.oidc.callers import caller
from bawaba.web.oidc.errors import private, told
from bawaba.web.oidc.reading import KEPT, check_way_back, read_parameters

View = Callable[[Any], HttpResponse]
LONGEST = 200  # of a token of ours; what is longer is none
GRANTS = ("authorization_code", "refresh_token")


def for_programs(view: View) -> View:
    """No cookies and no form token; what goes wrong is said in OAuth's words; nothing may be sent twice."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def answered(request: Any) -> HttpResponse:
        try:
            if any(len(values) > 1 for _, values in request.POST.lists()):
                raise InvalidRequestError("A parameter was sent twice.")
            return private(view(request))
        except OAuth2Error as error:
            return told(error)

    return answered


@for_programs
def token(request: Any) -> HttpResponse:
    """A code, or a refresh token, for tokens."""
    party, kind = caller(request), request.POST.get("grant_type", "")
    if not kind:
        raise InvalidRequestError("grant_type is missing.")
    if kind not in GRANTS:
        raise UnsupportedGrantTypeError(kind[:40])
    try:
        issued = _redeemed(request.POST, party) if kind == "authorization_code" else _refreshed(request.POST, party)
    except BadGrant as error:
        raise InvalidGrantError("Unknown, used, late, another's, or its person has logged out.") from error
    return JsonResponse(_answer(issued))


@for_programs
def push(request: Any) -> HttpResponse:
    """RFC 9126: the request is judged now, and kept for a moment."""
    party = caller(request)
    if "request_uri" in request.POST:
        raise InvalidRequestError("A pushed request has no request_uri.")
    sent = {
        name: request.POST[name].replace("\0", "")
        for name in (*KEPT, "request", "registration")
        if name in request.POST
    }
    check_way_back(party, sent)
    read_parameters(party, sent)
    number = push_request(party=party, parameters=sent)
    return JsonResponse(
        {"request_uri": number, "expires_in": seconds_of(settings.LIMITS.openid_request_life)}, status=201
    )


@for_programs
def revoke(request: Any) -> HttpResponse:
    """RFC 7009: the agency gives a token of its own back. What it does not have is as good as given back: 200."""
    party, text = caller(request), request.POST.get("token", "")
    if not text:
        raise InvalidRequestError("token is missing.")
    revoke_token(token=text[:LONGEST], party=party)
    return HttpResponse()


def _redeemed(sent: Any, party: Party) -> Issued:
    code, verifier = sent.get("code", ""), sent.get("code_verifier", "")
    if not code or not sent.get("redirect_uri"):
        raise InvalidRequestError("code or redirect_uri is missing.")
    if not CODE_VERIFIER_PATTERN.match(verifier):
        raise InvalidRequestError("code_verifier is missing, or not of 43 to 128 characters.")
    return redeem_code(code=code, party=party, redirect_uri=sent["redirect_uri"], verifier=verifier)


def _refreshed(sent: Any, party: Party) -> Issued:
    if not sent.get("refresh_token"):
        raise InvalidRequestError("refresh_token is missing.")
    return refresh(token=sent["refresh_token"], party=party)


def _answer(issued: Issued) -> dict[str, Any]:
    found = {
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": seconds_of(settings.LIMITS.openid_access_life),
        "scope": " ".join(issued.login.scopes),
        "id_token": id_token(issued),
    }
    return found | ({"refresh_token": issued.refresh} if issued.refresh else {})
