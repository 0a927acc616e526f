"""What stands between a good request and its code, in this order; and what an agency that wants no page hears of it."""

from datetime import UTC, datetime
from typing import Any, Literal

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from authlib.oauth2 import OAuth2Error
from authlib.oidc.core.errors import ConsentRequiredError, InteractionRequiredError, LoginRequiredError

from bawaba.identity.accounts.header_line import HeaderLine
from bawaba.identity.accounts.open_sessions import standing
from bawaba.identity.clients.ports import Asked, Party, Proof
from bawaba.identity.clients.queries import consent_to
from bawaba.identity.clients.rules import amr_of, must_ask, must_prove
from bawaba.web.oidc.errors import UnmetRequirementsError

Step = Literal["login", "inactive", "unsure", "another", "prove", "ask", "go"]
SILENT: dict[Step, type[OAuth2Error]] = {
    "login": LoginRequiredError,
    "another": LoginRequiredError,
    "prove": LoginRequiredError,
    "ask": ConsentRequiredError,
    "inactive": InteractionRequiredError,
    "unsure": UnmetRequirementsError,
}


def nothing_to_ask(request: Any, asked: Asked) -> bool:
    """Whether whatever is left is judged where the code is made (``begin_login``): then nobody reads it twice."""
    wanted = bool({"consent", "select_account"} & {*asked.prompt}) or bool(asked.hint)
    return request.header is not None and not wanted and not must_prove(asked, proven_at=proven_at(request))


def next_step(request: Any, party: Party, asked: Asked) -> Step:
    """``go`` when nothing is left."""
    line: HeaderLine | None = request.header
    if line is None:
        return "login"
    found = standing(line.account)
    if not found.active:
        return "inactive"
    if found.assurance < party.assurance:
        return "unsure"
    known = consent_to(line.account, party.uuid)
    if asked.hint and (known is None or known.sub != asked.hint):
        return "another"
    if must_prove(asked, proven_at=proven_at(request)):
        return "prove"
    allowed = known.scopes if known and known.state == "active" else ()
    said_at = known.changed_at.timestamp() if known else 0.0
    return "ask" if must_ask(asked, allowed=allowed, said_at=said_at) else "go"


def proof_of(request: Any) -> Proof:
    """Of the session, as allauth recorded it."""
    ways = [str(one["method"]) for one in _records(request)]
    at = datetime.fromtimestamp(proven_at(request), tz=UTC)
    return Proof(at, amr_of(ways))


def proven_at(request: Any) -> float:
    """When the person last proved in full who they are; the beginning of time when nobody recorded it."""
    return max((float(one["at"]) for one in _records(request) if one.get("reauthenticated")), default=0.0)


def _records(request: Any) -> list[dict[str, Any]]:
    return request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
