"""Agencies that I log in to with this account: what each may learn, and how to end that."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.identity.clients.consenting import IllegalMove, revoke_consent
from bawaba.identity.clients.learning import LEARNED
from bawaba.identity.clients.queries import consents_of
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """In force first, ended ones below."""
    rows = consents_of(request.header.account)
    context = {"active": [one for one in rows if one.state == "active"], "learned": LEARNED}
    context |= {"ended": [one for one in rows if one.state != "active"], "said": request.GET.get("said", "")}
    return render(request, "portal/agencies.html", context)


@require_POST
@for_account
def revoke(request: Any, handle: UUID) -> HttpResponse:
    """From now on it learns nothing. A second click finds it done; another's is not there."""
    account = request.header.account
    if handle not in {one.uuid for one in consents_of(account)}:
        return not_found(request)
    try:
        revoke_consent(account=account, consent=handle, by=Actor("person", str(account)))
    except IllegalMove:
        pass  # it was revoked a moment ago
    return HttpResponseRedirect("/agencies/?said=revoked")
