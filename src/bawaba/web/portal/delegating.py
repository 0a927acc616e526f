"""Delegations: who may act for me, for whom I may act, and what is offered to me."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bawaba.cases.catalogue import services
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import BadAnswer, Day, PersonNumber
from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.faces import Face, face, faces
from bawaba.identity.delegation import commands
from bawaba.identity.delegation.queries import DelegationView, known_to, power_of
from bawaba.identity.delegation.rules import CannotDelegate, check_offer
from bawaba.journal.ports import Actor
from bawaba.web.portal import delegation_words as words
from bawaba.web.portal.access import for_account, freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found
from bawaba.web.portal.sentences import is_confirmed

RECEIVER = PersonNumber("receiver", T("رقم من تفوّضه", en="The number of whom you let act"))
LAST = Day("last", T("آخر يوم", en="Last day"))
BESIDE = {"self": "receiver", "past": "last", "long": "last"}  # which question a refusal belongs to


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """Everything in one look: offers to me, who may act for me, for whom I may act; open first, past below."""
    power = power_of(face(request.header.account))
    known = faces(one.giver for one in (*power.offers, *power.received))
    context = {"offers": power.offers, "said": request.GET.get("said", "")}
    context |= {"given": _by_state(power.given), "received": _by_state(power.received)}
    names = {account: one.name for account, one in known.items()}
    context |= {"givers": names, "titles": _titles(), "accepting": _accepting(request, power.offers, names)}
    return render(request, "portal/delegations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def offer(request: Any) -> HttpResponse:
    """The form; then the sentence in both languages; then it is offered. What is shown is what is kept."""
    form = Form(request.POST)
    if request.method != "POST" or "change" in request.POST:
        return _form(request, Form(request.POST))
    offered = _read(request, form)
    if offered is None:
        return _form(request, form)
    mark = words.mark_of_offer(request.header.account, offered)
    if "confirm" in request.POST and is_confirmed(request, form, mark):
        if _offered(request, offered, form):
            return HttpResponseRedirect("/delegations/?said=offered")
        return _form(request, form)
    context = {"offer": offered, "posted": list(request.POST.lists()), "mark": mark, "form": form}
    return render(request, "portal/delegation_review.html", context)


@require_POST
@freshly_proven
def accept(request: Any, handle: UUID) -> HttpResponse:
    """From now on I may act for them; the sentence beside the button is what I confirm, and what is kept."""
    offers = [one for one in power_of(face(request.header.account)).offers if one.uuid == handle]
    known = {account: one.name for account, one in faces(one.giver for one in offers).items()}
    asked = _accepting(request, offers, known).get(handle)
    if asked and not is_confirmed(request, Form(), asked[1]):
        return HttpResponseRedirect("/delegations/?said=unconfirmed")
    return _answer(request, handle, lambda who, by: _accept(handle, who, asked, by))


@require_POST
@for_account
def decline(request: Any, handle: UUID) -> HttpResponse:
    """I do not want to."""
    return _answer(request, handle, lambda who, by: commands.decline_delegation(delegation=handle, receiver=who, by=by))


@require_POST
@for_account
def end(request: Any, handle: UUID) -> HttpResponse:
    """Withdraw, revoke or resign: whichever it is from where I stand."""
    return _answer(
        request, handle, lambda who, by: commands.end_delegation(delegation=handle, account=who.account, by=by)
    )


def _answer(request: Any, handle: UUID, command: Callable[[Any, Actor], None]) -> HttpResponse:
    """A second click finds it done; the page shows what is true. Another's is not there."""
    who = face(request.header.account)
    if not known_to(who, handle):
        return not_found(request)
    try:
        command(who, _by(request))
    except commands.IllegalMove:
        pass  # it went on meanwhile
    return HttpResponseRedirect("/delegations/")


def _accept(handle: UUID, who: Face, asked: tuple[T, str] | None, by: Actor) -> None:
    if asked is not None:  # else it went on meanwhile
        commands.accept_delegation(delegation=handle, receiver=who, sentence=asked[0], by=by)


def _accepting(request: Any, offers: Sequence[DelegationView], names: Mapping[UUID, T]) -> dict[UUID, tuple[T, str]]:
    """By offer, what its receiver would confirm, and the mark of it."""
    said = {one.uuid: (one, words.accepting(names[one.giver], one)) for one in offers if one.giver in names}
    me = request.header.account
    return {uuid: (sentence, words.mark_of_acceptance(me, one, sentence)) for uuid, (one, sentence) in said.items()}


def _read(request: Any, form: Form) -> commands.Offer | None:
    """What was typed, as an offer; None when something is wrong with it, and the form says what."""
    posted = dict(request.POST.lists())
    facts, answers = Facts(request.header.applicant(), clock.now(), clock.today()), {}
    for asked in (RECEIVER, LAST):
        try:
            answers[asked.name] = asked.clean(posted, facts)
        except BadAnswer as bad:
            form.wrong(asked.name, bad)
    chosen = tuple(slug for slug in delegable() if slug in posted.get("services", ()))
    if form.problems:
        return None
    number, last = answers["receiver"], date.fromisoformat(answers["last"])
    own, today = face(request.header.account).identifier, clock.today()
    try:
        check_offer(giver_number=own, receiver_number=number, services=chosen, today=today, last=last)
    except CannotDelegate as refused:
        form.wrong(BESIDE.get(refused.reason, refused.reason), refused)
        return None
    return commands.Offer(number, chosen, last, words.offering(number, chosen, LAST.shown(answers["last"], facts)))


def _offered(request: Any, offered: commands.Offer, form: Form) -> bool:
    try:
        commands.offer_delegation(giver=face(request.header.account), offer=offered, by=_by(request))
    except CannotDelegate as refused:
        form.wrong(BESIDE.get(refused.reason, "receiver"), refused)
    return not form.problems


def delegable() -> dict[str, EService]:
    """What somebody may be allowed to use for one, by slug."""
    return {slug: one for slug, one in services().items() if "delegation" in one.for_whom}


def _titles() -> dict[str, T]:
    return {slug: one.title for slug, one in services().items()}


def _by_state(rows: Sequence[DelegationView]) -> tuple[list[DelegationView], list[DelegationView]]:
    """Open ones, past ones."""
    return [one for one in rows if one.is_open], [one for one in rows if not one.is_open]


def _form(request: Any, form: Form) -> HttpResponse:
    chosen = request.POST.getlist("services")
    context = {"form": form, "delegable": delegable(), "chosen": chosen, "receiver": RECEIVER, "last": LAST}
    return render(request, "portal/delegation_offer.html", context)


def _by(request: Any) -> Actor:
    return Actor("person", str(request.header.account))
