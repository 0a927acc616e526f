"""An authorization request is read: first whom a browser may be sent back to, then what is asked. Nothing is decided here."""

import json
from collections.abc import Mapping
from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.errors import InvalidRequestError, InvalidScopeError, UnsupportedResponseTypeError
from authlib.oauth2.rfc7636.challenge import CODE_CHALLENGE_PATTERN
from authlib.oidc.core.errors import (
    RegistrationNotSupportedError,
    RequestNotSupportedError,
    RequestURINotSupportedError,
)
from django.http import QueryDict

from bawaba.core.clock import now
from bawaba.core.text import T
from bawaba.identity.clients.learning import OPENID, SCOPE_OF, SCOPE_OF_VERIFIED, known_scopes
from bawaba.identity.clients.ports import Asked, Party
from bawaba.identity.clients.pushing import PREFIX, NoRequest, take_request
from bawaba.identity.clients.queries import NoParty, party_named
from bawaba.identity.clients.signing import hint_of
from bawaba.web.oidc.errors import NotTrusted

PROMPTS = {"none", "login", "consent", "select_account"}
KEPT = (  # of a pushed request; everything else that was sent is forgotten, a name or number of a person among it
    "response_type",
    "response_mode",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "acr_values",
    "claims",
    "id_token_hint",
)
LONGEST = {"claims": 4000, "id_token_hint": 4000, "state": 1000, "nonce": 500}
ORDINARY = 500
STRANGE = T(
    "هذا الطلب لا يأتي من جهة مسجّلة لدينا، فلم نفتحه ولم تُرسل بياناتك إلى أحد.",
    en="This request does not come from an agency that is registered here. We have not opened it, and nothing of yours was sent to anybody.",
)
OVER = T(
    "انتهت مدة هذا الطلب أو سبق استعماله. ابدأ الدخول من موقع الجهة مرة أخرى.",
    en="This request has expired or was used before. Please start logging in again at the agency’s site.",
)


class SendBack(Exception):
    """Something is wrong with what was asked, and the agency is told so, at its own address."""

    def __init__(self, error: OAuth2Error, redirect_uri: str, state: str) -> None:
        """``error`` in OAuth's words."""
        super().__init__(error.error)
        self.error, self.redirect_uri, self.state = error, redirect_uri, state


def read_request(sent: QueryDict) -> tuple[Party, Asked]:
    """NotTrusted before the address to go back to is known to be the agency's own, SendBack after."""
    twice = [name for name, values in sent.lists() if len(values) > 1]
    parameters = {name: values[0].replace("\0", "") for name, values in sent.lists()}
    party = _party(parameters, twice)
    parameters = _pushed(party, parameters)
    redirect_uri, state = _way_back(party, parameters, twice), parameters.get("state", "")
    try:
        if twice:
            raise InvalidRequestError("A parameter was sent twice.")
        return party, read_parameters(party, parameters)
    except OAuth2Error as error:
        raise SendBack(error, redirect_uri, "" if "state" in twice else state[:ORDINARY]) from error


def read_parameters(party: Party, sent: Mapping[str, str]) -> Asked:
    """What is asked; OAuth2Error. The address to go back to is looked at by whoever calls."""
    _refuse_what_we_do_not_do(sent)
    scopes = sent.get("scope", "").split()
    if OPENID not in scopes:
        raise InvalidScopeError("openid is missing.")
    prompt = tuple(sent.get("prompt", "").split())
    if not PROMPTS.issuperset(prompt) or ("none" in prompt and len(prompt) > 1):
        raise InvalidRequestError("prompt is none, or of login, consent and select_account.")
    challenge = sent.get("code_challenge", "")
    if sent.get("code_challenge_method") != "S256" or not CODE_CHALLENGE_PATTERN.match(challenge):
        raise InvalidRequestError("code_challenge with code_challenge_method S256 is missing.")
    claims, verified, verification = _claims(sent.get("claims", ""), party)
    return Asked(
        client=party.slug,
        redirect_uri=sent["redirect_uri"],
        challenge=challenge,
        scopes=known_scopes(scopes, party.scopes),
        at=now().timestamp(),
        state=sent.get("state", ""),
        nonce=sent.get("nonce", ""),
        prompt=prompt,
        max_age=_max_age(sent),
        acr=tuple(sent.get("acr_values", "").split()),
        claims=claims,
        verified=verified,
        verification=verification,
        hint=_hint(party, sent),
    )


def check_way_back(party: Party, sent: Mapping[str, str]) -> None:
    """Of a request that is pushed: InvalidRequestError."""
    if sent.get("redirect_uri") not in party.redirect_uris:
        raise InvalidRequestError("redirect_uri is not registered.")


def _party(sent: Mapping[str, str], twice: list[str]) -> Party:
    try:
        if "client_id" in twice:
            raise NoParty
        return party_named(sent.get("client_id", ""))
    except NoParty as error:
        raise NotTrusted(STRANGE, "client_id is unknown.") from error


def _pushed(party: Party, sent: Mapping[str, str]) -> Mapping[str, str]:
    number = sent.get("request_uri", "")
    if number.startswith(PREFIX):
        try:
            return take_request(party=party, number=number)  # nothing that came by the browser counts beside it
        except NoRequest as error:
            raise NotTrusted(OVER, "request_uri is unknown, used or late.", party.site) from error
    if party.pushed_only:
        raise NotTrusted(STRANGE, "This relying party pushes its requests.", party.site)
    return sent


def _way_back(party: Party, sent: Mapping[str, str], twice: list[str]) -> str:
    """Character by character one of the registered ones."""
    found = sent.get("redirect_uri", "")
    if "redirect_uri" in twice or found not in party.redirect_uris:
        raise NotTrusted(STRANGE, "redirect_uri is not registered.", party.site)
    return found


def _refuse_what_we_do_not_do(sent: Mapping[str, str]) -> None:
    if "request" in sent:
        raise RequestNotSupportedError
    if "request_uri" in sent:
        raise RequestURINotSupportedError
    if "registration" in sent:
        raise RegistrationNotSupportedError
    if not sent.get("response_type"):
        raise InvalidRequestError("response_type is missing.")
    if sent["response_type"] != "code":
        raise UnsupportedResponseTypeError(sent["response_type"][:40])
    if sent.get("response_mode", "query") != "query":
        raise InvalidRequestError("response_mode is query.")
    if long := [name for name in KEPT if len(sent.get(name, "")) > LONGEST.get(name, ORDINARY)]:
        raise InvalidRequestError(f"Too long: {', '.join(long)}.")


def _max_age(sent: Mapping[str, str]) -> int | None:
    text = sent.get("max_age", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidRequestError("max_age is a number of seconds.")
    return int(text)


def _hint(party: Party, sent: Mapping[str, str]) -> str:
    if not sent.get("id_token_hint"):
        return ""
    found = hint_of(sent["id_token_hint"], party.slug)
    if found is None:
        raise InvalidRequestError("id_token_hint is no identity token of ours for you.")
    return found[1]


def _claims(text: str, party: Party) -> tuple[tuple[str, ...], tuple[str, ...], Mapping[str, Any]]:
    """OpenID Connect Core 5.5: what UserInfo is to tell; names that we do not know, or that it may not have, are passed over."""
    if not text:
        return (), (), {}
    try:
        asked = json.loads(text)
        about = asked.get("userinfo") or {}
        wanted = about.get("verified_claims") or {}
        plain = tuple(name for name in about if SCOPE_OF.get(name) in party.scopes)
        named = wanted.get("claims") or {} if isinstance(wanted, dict) else {}
        verified = tuple(name for name in named if SCOPE_OF_VERIFIED.get(name) in party.scopes)
        verification = dict(wanted.get("verification") or {}) if verified else {}
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise InvalidRequestError("claims is not as OpenID Connect has it.") from error
    return plain, verified, verification
