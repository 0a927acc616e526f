"""RP-initiated logout: an agency asks that its person be logged out here as well; the person says so, by a button."""

from typing import Any

from authlib.common.urls import add_params_to_uri
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.core.text import T
from bawaba.identity.clients.ending import log_out
from bawaba.identity.clients.ports import Party
from bawaba.identity.clients.queries import NoParty, party_named
from bawaba.identity.clients.signing import hint_of
from bawaba.web.oidc.errors import NotTrusted
from bawaba.web.oidc.sending import by_page, refused
from bawaba.web.portal.pages import render
from bawaba.web.portal.signing_in import NOTHING_STAYS

STRANGE = T(
    "لا نعرف إلى أين يريد هذا الرابط أن يعيدك، فلم نفعل شيئًا.",
    en="We do not know where this link wants to take you back to, so nothing was done.",
)
NAMES = ("client_id", "id_token_hint", "post_logout_redirect_uri", "state")


@csrf_exempt  # it comes from other sites by its nature, and only shows a page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Any) -> HttpResponse:
    """A page with a button: no link logs anybody out."""
    sent = {name: text for name in NAMES if (text := (request.POST or request.GET).get(name, "")[:4000])}
    try:
        party, target = where_to(sent)
    except NotTrusted as error:
        return refused(request, error)
    if request.header is None and request.method != "POST" and target and party:
        return by_page(request, target, party.name)
    return render(request, "oidc/leave.html", {"sent": sent, "party": party})


@require_POST
def leave_now(request: Any) -> HttpResponse:
    """Gone here, and every agency that this session was logged in to is told."""
    sent = {name: text for name in NAMES if (text := request.POST.get(name, "")[:4000])}
    log_out(session=request.session)
    request.header = None
    try:
        party, target = where_to(sent)
    except NotTrusted:
        party, target = None, ""
    response = by_page(request, target or "/", party.name if party and target else T("البوابة", en="the portal"))
    response["Clear-Site-Data"] = NOTHING_STAYS
    return response


def where_to(sent: dict[str, str]) -> tuple[Party | None, str]:
    """Whom the hint or the name says, and the registered address with its state. NotTrusted for any other address."""
    hint, client, back = sent.get("id_token_hint", ""), sent.get("client_id"), sent.get("post_logout_redirect_uri", "")
    found = hint_of(hint, client) if hint else None
    if hint and found is None:
        raise NotTrusted(STRANGE, "id_token_hint is no identity token of ours for this client.")
    try:
        party = party_named(found[0] if found else client or "") if found or client else None
    except NoParty as error:
        raise NotTrusted(STRANGE, "client_id is unknown.") from error
    if back and (party is None or back not in party.logout_uris):
        raise NotTrusted(STRANGE, "post_logout_redirect_uri is not registered.")
    state = [("state", sent["state"])] if back and sent.get("state") else []
    return party, str(add_params_to_uri(back, state)) if back else ""
