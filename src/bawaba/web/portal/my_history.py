"""What happened on my account, newest first; what I did not do leads to "not you?" (R9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.core.browsers import in_words
from bawaba.core.text import T
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.queries import states_of
from bawaba.identity.accounts.repudiation import repudiate_event
from bawaba.identity.attestation.queries import names_of_attestors
from bawaba.identity.clients.learning import learned_by
from bawaba.identity.clients.queries import names_of_parties
from bawaba.journal.ports import Actor
from bawaba.journal.queries import PAGE, Line, line_of, lines_of
from bawaba.web.portal.access import for_account
from bawaba.web.portal.happened import DOERS, HAPPENED, IN_MY_NAME, IN_PERSON, REPUDIABLE
from bawaba.web.portal.pages import render
from bawaba.web.portal.paging import number_before
from bawaba.web.portal.public import not_found
from bawaba.web.portal.signing_in import NOTHING_STAYS


@dataclass(frozen=True)
class Told:
    """One line as its person reads it; ``where`` a device or an attestor, None where it is not known."""

    line: Line
    what: T
    where: T | None
    read: Sequence[T]

    @property
    def is_new_device(self) -> bool:
        """Nobody had logged in from there before."""
        return self.line.data.get("known_device") is False

    @property
    def is_reading(self) -> bool:
        """An agency did it, which needs consent."""
        return self.line.type == "login_elsewhere.read"

    @property
    def may_be_denied(self) -> bool:
        """Whether its holder may say that it was not them."""
        return self.line.type in REPUDIABLE and self.line.by_kind in IN_MY_NAME


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """By key, and at most four statements however many agencies and attestors are named."""
    rows = told(lines_of(request.header.account, HAPPENED, number_before(request)))
    return render(request, "portal/history.html", {"rows": rows, "more": len(rows) == PAGE})


@require_http_methods(["GET", "HEAD", "POST"])
@for_account
def not_me(request: Any, handle: UUID) -> HttpResponse:
    """A page with a button; the button suspends the account and logs out everywhere, here too. Twice is like once."""
    account = request.header.account
    line = line_of(account, handle, REPUDIABLE)
    if line is None or line.by_kind not in IN_MY_NAME:
        return not_found(request)
    if request.method != "POST":
        return render(request, "portal/not_me.html", {"one": told([line])[0]})
    by, key = Actor("person", str(account)), request.session.session_key
    try:
        repudiate_event(account=account, event=handle, session_key=key, by=by)
    except SessionOver:  # logged out meanwhile; when that was by the same button, this is its second click
        if states_of([account]).get(account) != "suspended":
            return HttpResponseRedirect("/login")
    return _suspended(request)


def told(lines: Sequence[Line]) -> list[Told]:
    """In words; names of agencies and attestors are asked for once."""
    parties = names_of_parties({str(one.data["party"]) for one in lines if "party" in one.data})
    attestors = names_of_attestors({one.by for one in lines if one.by_kind == "attestor"})
    return [_told(one, parties, attestors) for one in lines]


def _told(line: Line, parties: dict[str, T], attestors: dict[str, T]) -> Told:
    slug = str(line.data.get("party", ""))
    party = parties.get(slug, T(slug, en=slug))
    what = HAPPENED[line.type]
    filled = T(what.ar.format(party=party.ar), en=what.en.format(party=party.en))
    return Told(line, filled, _where(line, attestors), learned_by(str(line.data.get("claims", "")).split()))


def _where(line: Line, attestors: dict[str, T]) -> T | None:
    if line.by_kind == "attestor":  # where a stranger proved that they hold one's old phone is the stranger's affair
        return attestors.get(line.by) if line.type in IN_PERSON else None
    if "browser" in line.data:
        return in_words(str(line.data["browser"]), str(line.data["system"]))
    return DOERS.get(line.by_kind)


def _suspended(request: Any) -> HttpResponse:
    request.session.flush()
    request.header = None
    response = render(request, "portal/not_you.html", {"done": True, "late": False, "power": "suspend"})
    response["Clear-Site-Data"] = NOTHING_STAYS
    return response
