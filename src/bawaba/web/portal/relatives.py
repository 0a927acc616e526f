"""Trusted relatives: whom I trust, who trusts me, and whom I vouch for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bawaba.core.references import InvalidReference, parse_reference
from bawaba.core.text import T
from bawaba.identity.accounts.faces import face, faces
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.recovery import relatives
from bawaba.identity.recovery.proving import AnotherIsProven, NotTrusted, OwnPhone, approve_recovery
from bawaba.identity.recovery.queries import asked_of, is_known_to, ties_of, trusting
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import for_account, freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import too_many_changes
from bawaba.web.portal.numbers import number_in
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found
from bawaba.web.portal.recovering import ANOTHER

LIST = "/relatives/"
NOT_FOUND = T(
    "لا يوجد طلب قائم بهذا الرقم ممن يثق بك. تأكد منه هاتفيًا.",
    en="Nobody who trusts you has a request under this number. Check it with them by phone.",
)
MY_PHONE = T(
    "الجوال المطلوب هو جوالك أنت، فلا تكفي شهادتك. يحتاج صاحب الحساب إلى جوال له وحده.",
    en="The phone asked for is your own, so your word does not count. They need a phone that is theirs alone.",
)


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """In one look: whom I trust, who trusts me and asks now, who names me; and what waits for my own account."""
    me = request.header.account
    ties = ties_of(me)
    known = faces(one.giver for one in (*ties.trusting, *ties.named))
    asked, waiting = asked_of([one.giver for one in ties.trusting], me)
    context = {"ties": ties, "names": {account: one.name for account, one in known.items()}, "asked": asked}
    context |= {"waits_until": waiting, "said": request.GET.get("said", "")}
    return render(request, "portal/relatives.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def name(request: Any) -> HttpResponse:
    """By their number; the answer is the same whether somebody has it or not."""
    form, status = Form(request.POST if request.method == "POST" else {}), 200
    if request.method == "POST":
        number = number_in(form)
        try:
            if number is not None:
                me, key = face(request.header.account), request.session.session_key
                relatives.name_relative(giver=me, number=number, session_key=key, by=_by(request))
                return HttpResponseRedirect(f"{LIST}?said=named")
        except relatives.CannotTrust as refused:
            form.wrong("number", refused)
        except TooOften as often:
            form.wrong("number", too_many_changes(often.seconds))
            status = 429
        except SessionOver:
            return HttpResponseRedirect("/login")
    return render(request, "portal/relative_name.html", {"form": form}, status)


@require_POST
@freshly_proven
def accept(request: Any, handle: UUID) -> HttpResponse:
    """I will vouch for them when they ask."""
    return _answer(request, handle, lambda me, by: relatives.accept_trust(tie=handle, receiver=me, by=by))


@require_POST
@for_account
def decline(request: Any, handle: UUID) -> HttpResponse:
    """I do not want to."""
    return _answer(request, handle, lambda me, by: relatives.decline_trust(tie=handle, receiver=me, by=by))


@require_POST
@freshly_proven
def end(request: Any, handle: UUID) -> HttpResponse:
    """Revoke or resign, from wherever I stand."""
    return _answer(request, handle, lambda me, by: relatives.end_trust(tie=handle, account=me, by=by))


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def vouch(request: Any, handle: UUID) -> HttpResponse:
    """The number of the request, as the person has read it to me on the phone."""
    me, form = request.header.account, Form(request.POST if request.method == "POST" else {})
    giver = trusting(me, handle)
    if giver is None:
        return not_found(request)
    if request.method == "POST" and (done := _vouched(request, form, giver)):
        return done
    known = faces([giver])
    context = {"form": form, "who": known[giver].name if giver in known else None}
    return render(request, "portal/relative_vouch.html", context)


def _vouched(request: Any, form: Form, giver: UUID) -> HttpResponse | None:
    me, key = request.header.account, request.session.session_key
    try:
        reference = parse_reference(form.text("reference", most=40))
        approve_recovery(giver=giver, reference=reference, relative=me, session_key=key, by=_by(request))
        return HttpResponseRedirect(f"{LIST}?said=vouched")
    except InvalidReference as error:
        form.problems.setdefault("reference", error.text)
    except NotTrusted:
        form.wrong("reference", NOT_FOUND)
    except OwnPhone:
        form.wrong("reference", MY_PHONE)
    except AnotherIsProven:
        form.wrong("reference", ANOTHER)
    except SessionOver:
        return HttpResponseRedirect("/login")
    return None


def _answer(request: Any, handle: UUID, command: Callable[[UUID, Actor], None]) -> HttpResponse:
    """A second click finds it done. Another's is not there."""
    me = request.header.account
    if not is_known_to(me, handle):
        return not_found(request)
    try:
        command(me, _by(request))
    except relatives.IllegalMove:
        pass  # it went on meanwhile
    return HttpResponseRedirect(LIST)


def _by(request: Any) -> Actor:
    return Actor("person", str(request.header.account))
