"""The authorization endpoint, and the page on which a person allows an agency to learn something."""

from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc6749.errors import AccessDeniedError
from authlib.oidc.core.errors import LoginRequiredError
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.clients.commands import NotAllowed, begin_login
from bawaba.identity.clients.consenting import give_consent
from bawaba.identity.clients.learning import LEARNED
from bawaba.identity.clients.ports import Asked, Party
from bawaba.identity.clients.queries import NoParty, consent_to, party_named
from bawaba.identity.clients.rules import needed
from bawaba.journal.ports import Actor
from bawaba.web.oidc.deciding import SILENT, next_step, nothing_to_ask, proof_of
from bawaba.web.oidc.errors import NotTrusted, UnmetRequirementsError
from bawaba.web.oidc.reading import OVER, STRANGE, SendBack, read_request
from bawaba.web.oidc.sending import address, by_page, problem, refused, straight
from bawaba.web.oidc.waiting import TooLate, opened, page_of
from bawaba.web.portal.access import for_account
from bawaba.web.portal.pages import render


class SeeOther(HttpResponseRedirect):
    """After a POST: the next is a GET, with the cookies that a POST from another site did not bring."""

    status_code = 303


@csrf_exempt  # it comes from other sites by its nature, and acts for nobody whom its own page has not asked
@require_http_methods(["GET", "POST"])
def authorize(request: Any) -> HttpResponse:
    """Straight back where nobody needs to be asked anything; else on to log-in, proof or consent."""
    try:
        party, asked = read_request(request.POST if request.method == "POST" else request.GET)
    except NotTrusted as error:
        return refused(request, error)
    except SendBack as back:
        return straight(problem(back.redirect_uri, back.state, back.error))
    if request.method == "POST":
        return SeeOther(page_of(asked))
    code = _code(request, party, asked) if nothing_to_ask(request, asked) else None
    return (
        straight(address(asked.redirect_uri, asked.state, code=code)) if code else _not_at_once(request, party, asked)
    )


def _not_at_once(request: Any, party: Party, asked: Asked) -> HttpResponse:
    """Something is missing, or has to be looked at first."""
    step = next_step(request, party, asked)
    if step == "go":
        code = _code(request, party, asked)
        return (
            straight(address(asked.redirect_uri, asked.state, code=code))
            if code
            else HttpResponseRedirect(page_of(asked))
        )
    if "none" in asked.prompt or step == "another":
        return straight(problem(asked.redirect_uri, asked.state, SILENT[step]()))
    return _to_prove(asked) if step == "prove" else HttpResponseRedirect(_page(asked, logged_in=step != "login"))


@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: Any) -> HttpResponse:
    """Where a request waits: its person logs in, proves, reads what the agency will learn, and says yes or no."""
    try:
        asked = opened(request.POST.get("r") or request.GET.get("r", ""))
        party = party_named(asked.client)
    except TooLate:
        return refused(request, NotTrusted(OVER, "The request has expired."))
    except NoParty:
        return refused(request, NotTrusted(STRANGE, "The relying party is closed."))
    if asked.redirect_uri not in party.redirect_uris:
        return refused(request, NotTrusted(STRANGE, "redirect_uri is not registered.", party.site))
    if request.header is None and "none" in asked.prompt:
        return by_page(request, problem(asked.redirect_uri, asked.state, LoginRequiredError()), party.name)
    return _with_person(request, party, asked)


@for_account
def _with_person(request: Any, party: Party, asked: Asked) -> HttpResponse:
    """Logged in: whatever is still missing, one thing at a time."""
    step = next_step(request, party, asked)
    if request.method == "POST" and "no" in request.POST:
        return by_page(request, problem(asked.redirect_uri, asked.state, AccessDeniedError()), party.name)
    if ("none" in asked.prompt and step != "go") or step == "another":
        return by_page(request, problem(asked.redirect_uri, asked.state, SILENT[step]()), party.name)
    if step == "prove":
        return _to_prove(asked)
    if step in {"inactive", "unsure"}:
        return _cannot(request, party, asked, step)
    if request.method == "POST":
        account = request.header.account
        give_consent(account=account, party=party.uuid, scopes=needed(asked), by=Actor("person", str(account)))
    elif step == "ask":
        return _ask(request, party, asked)
    code = _code(request, party, asked)
    if code is None:
        return HttpResponseRedirect(page_of(asked))
    return by_page(request, address(asked.redirect_uri, asked.state, code=code), party.name)


def _ask(request: Any, party: Party, asked: Asked) -> HttpResponse:
    known = consent_to(request.header.account, party.uuid)
    allowed = set(known.scopes) if known and known.state == "active" else set()
    wanted = needed(asked)
    context = {"party": party, "new": [one.said for scope, one in LEARNED.items() if scope in wanted - allowed]}
    context |= {"old": [one.said for scope, one in LEARNED.items() if scope in wanted & allowed]}
    return render(request, "oidc/consent.html", context | {"r": page_of(asked).partition("=")[2]})


def _cannot(request: Any, party: Party, asked: Asked, step: str) -> HttpResponse:
    error = UnmetRequirementsError() if step == "unsure" else AccessDeniedError()
    target = problem(asked.redirect_uri, asked.state, error)
    context = {"party": party, "step": step, "state": request.header.state, "target": target}
    return render(request, "oidc/cannot.html", context, 403)


def _code(request: Any, party: Party, asked: Asked) -> str | None:
    """None when session or consent ended in this very moment: the page finds out what is missing."""
    try:
        return begin_login(
            session=request.session, account=request.header.account, party=party, asked=asked, proof=proof_of(request)
        )
    except (NotAllowed, SessionOver):
        return None


def _to_prove(asked: Asked) -> HttpResponse:
    return HttpResponseRedirect("/confirm?" + urlencode({"next": page_of(asked)}))


def _page(asked: Asked, *, logged_in: bool) -> str:
    page = page_of(asked)
    return page if logged_in else "/login?" + urlencode({"next": page})
