"""UserInfo: what a person allowed an agency to learn, as it is just now. Every reading is an event that the person sees."""

from typing import Any

from authlib.oauth2.rfc6749.errors import InvalidRequestError
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bawaba.identity.accounts.queries import NoAccount
from bawaba.identity.clients.claims import claims_about
from bawaba.identity.clients.commands import note_reading
from bawaba.identity.clients.queries import login_behind
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.web.oidc.errors import BadTokenError, TryAgainError, bearer_wanted, private, told

RETRY_SECONDS = 30


@csrf_exempt  # a bearer token is the only thing that counts here; cookies are not read
@require_http_methods(["GET", "HEAD", "POST"])
def userinfo(request: Any) -> HttpResponse:
    """By a token in the header, or in the body of a POST; never in the address."""
    sent = _tokens(request)
    if len(sent) > 1:
        return told(InvalidRequestError("One way to send a token at a time."))
    login = login_behind(sent[0]) if sent else None
    if login is None:
        return bearer_wanted(BadTokenError("Unknown, late, or its person has logged out."))
    try:
        claims = claims_about(login)
    except NoAccount:
        return bearer_wanted(BadTokenError("Its account is gone."))
    except (RegisterUnavailable, UnknownPerson):
        response = told(TryAgainError("The register does not answer."))
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    names = sorted({*claims} | {*claims.get("verified_claims", {}).get("claims", ())})
    note_reading(login=login.uuid, account=login.account, party=login.party, claims=" ".join(names))
    return private(JsonResponse(claims))


def _tokens(request: Any) -> list[str]:
    found = list(request.POST.getlist("access_token")) if request.method == "POST" else []
    if "Authorization" in request.headers:
        scheme, _, text = request.headers["Authorization"].partition(" ")
        found.append(text.strip() if scheme.lower() == "bearer" else "")
    return [one[:200] for one in found]
