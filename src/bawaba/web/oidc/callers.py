"""Which relying party calls: by its secret in the header, or by what it signed. One answer for every failure."""

from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE
from django.http import HttpRequest, QueryDict

from bawaba.identity.clients.keys import NotProven, has_secret, issuer_claimed, prove_by_assertion
from bawaba.identity.clients.ports import Party
from bawaba.identity.clients.queries import NoParty, party_named

WRONG = "The relying party is unknown, or has not proved who it is."
LONGEST = 4000


def caller(request: HttpRequest) -> Party:
    """InvalidClientError; InvalidRequestError when it proves itself twice."""
    by_header, by_assertion = "Authorization" in request.headers, "client_assertion" in request.POST
    if by_header and by_assertion:
        raise InvalidRequestError("One way to authenticate at a time.")
    try:
        party = _by_assertion(request.POST) if by_assertion else _by_secret(request)
    except (NoParty, NotProven, ValueError) as error:
        raise InvalidClientError(WRONG, status_code=401) from error
    if request.POST.get("client_id", party.slug) != party.slug:
        raise InvalidClientError(WRONG, status_code=401)
    return party


def _by_secret(request: HttpRequest) -> Party:
    slug, secret = extract_basic_authorization(request.headers)
    party = party_named(slug or "")
    if party.authentication != "client_secret_basic" or not has_secret(party, secret or ""):
        raise NotProven("secret")
    return party


def _by_assertion(sent: QueryDict) -> Party:
    """Its issuer is believed only after its signature was checked by that issuer's own keys."""
    assertion = sent["client_assertion"]
    if sent.get("client_assertion_type") != ASSERTION_TYPE or len(assertion) > LONGEST:
        raise NotProven("assertion")
    party = party_named(issuer_claimed(assertion))
    if party.authentication != "private_key_jwt":
        raise NotProven("method")
    prove_by_assertion(party, assertion)
    return party
