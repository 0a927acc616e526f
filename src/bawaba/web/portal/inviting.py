"""What others ask me to agree to: read the sentence, see my own conditions, accept or decline."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.cases.answers import Met
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import RECENT, gather
from bawaba.cases.commands import IllegalMove
from bawaba.cases.inviting import Invitation, OtherSideCannot, agree, check_side, invitation_of, invitations_of, refuse
from bawaba.cases.lifecycle import UNDER_WAY
from bawaba.cases.queries import NoApplication
from bawaba.cases.submission import NotEntitled, SourceSilent
from bawaba.core.text import T
from bawaba.identity.accounts.faces import face
from bawaba.identity.accounts.queries import applicant
from bawaba.journal.ports import Actor
from bawaba.payments.queries import bill_for
from bawaba.web.portal.access import for_account
from bawaba.web.portal.applying import CHANGED, SILENT, shown_checks
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.proving import ask_again, is_stale, will_ask
from bawaba.web.portal.public import not_found

OTHER_SIDE = T("لا يمكن إتمامه الآن من الطرف الآخر.", en="It cannot be completed by the other side now.")
WHY = {SourceSilent: SILENT, OtherSideCannot: OTHER_SIDE}


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """Newest first."""
    found = invitations_of(face(request.header.account))
    titles = {slug: one.title for slug, one in services().items()}
    return render(request, "portal/invitations.html", {"invitations": found, "titles": titles})


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def one(request: Any, handle: UUID) -> HttpResponse:
    """The sentence that I confirm, and whether my conditions hold."""
    who, form = face(request.header.account), Form()
    try:
        invitation = invitation_of(who, handle)
    except NoApplication:
        return not_found(request)
    if not invitation.is_open:
        return _agreed(request, invitation)
    sensitive = services()[invitation.application.service].sensitive
    if request.POST.get("answer") == "agree" and sensitive and is_stale():
        return ask_again(request)
    if request.method == "POST":
        where = _answered(request, invitation, form)
        if where:
            return HttpResponseRedirect(where)
    facts = gather(invitation.side.topics, request.header.applicant(), who.person_key, RECENT)
    checked = check_side(invitation.side, facts)
    context = {"invitation": invitation, "form": form, "service": services()[invitation.application.service]}
    context |= {"checked": shown_checks(checked), "open": all(isinstance(one.answer, Met) for one in checked)}
    return render(request, "portal/invitation.html", context | {"proves": sensitive and will_ask(request)})


def _agreed(request: Any, invitation: Invitation) -> HttpResponse:
    """After the answer: the bill, where the price is, and the copy of the document; or that it was declined."""
    found = invitation.application
    owed = bill_for(found.uuid) if found.bill and invitation.side.pays else None
    context = {"invitation": invitation, "service": services()[found.service], "bill": owed}
    under_way = found.state in UNDER_WAY or (
        owed is not None and owed.state == "paid" and found.state == "awaiting_payment"
    )
    return render(request, "portal/agreed.html", context | {"waiting": under_way})


def _answered(request: Any, invitation: Invitation, form: Form) -> str:
    """Where to go on; empty when the answer could not be taken, and the form says why."""
    who = face(request.header.account)
    by = Actor("person", str(who.account))
    try:
        if request.POST.get("answer") != "agree":
            refuse(invitation=invitation, who=who, by=by)
            return "/invitations/"
        facts = gather(invitation.side.topics, applicant(who.account), who.person_key, timedelta(0))
        bill = agree(invitation=invitation, who=who, facts=facts, by=by)
    except (NotEntitled, SourceSilent) as error:
        form.wrong("conditions", WHY.get(type(error), CHANGED))
        return ""
    except IllegalMove:
        return "/invitations/"  # cancelled meanwhile, or answered by another click
    return f"/bills/{bill}" if bill else f"/invitations/{invitation.application.uuid}"
