"""What I agreed to: the terms, agencies that may learn of me, and that a finger was compared."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.identity.accounts.profile import accepted_terms
from bawaba.identity.attestation.queries import comparisons_of
from bawaba.identity.clients.queries import consents_of
from bawaba.web.content import names, terms_version
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """Each with its time; what can be withdrawn leads to where it is."""
    account = request.header.account
    context = {"terms": accepted_terms(account), "kept": names("terms"), "newest": terms_version()}
    context |= {"consents": consents_of(account), "compared": comparisons_of(account)}
    return render(request, "portal/my_consents.html", context)
