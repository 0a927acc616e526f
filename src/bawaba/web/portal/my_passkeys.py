"""My passkeys: one more, or one less, after proving again who one is; every address is told."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bawaba.core.text import T
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.passkeys import TooMany, add_passkey, ask_new_passkey, remove_passkey
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.passkeys.ceremonies import NotProven, kept_ceremony
from bawaba.identity.passkeys.queries import passkeys_of
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import for_account, freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

LIST, NEW = "/settings/passkeys", "passkey.new"
USUAL = T("مفتاح مرور", en="Passkey")
NOT_MADE = T("لم يُسجَّل مفتاح المرور. أعد المحاولة.", en="The passkey was not registered. Please try again.")
ENOUGH = T("لديك أقصى عدد من المفاتيح. أزل واحدًا أولًا.", en="You have as many passkeys as you may. Remove one first.")
OFTEN = T("أضفت مفاتيح كثيرة اليوم. حاول غدًا.", en="You have added many passkeys today. Try again tomorrow.")


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """What they are called, since when, last used."""
    rows = passkeys_of(request.header.account)
    context = {"rows": rows, "full": len(rows) >= settings.LIMITS.passkeys, "said": request.GET.get("said", "")}
    return render(request, "portal/passkeys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def new(request: Any) -> HttpResponse:
    """One more; the same answer sent twice makes one."""
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST" and (added := _added(request, form)):
        return added
    who = request.user
    options, ceremony = ask_new_passkey(account=request.header.account, user=who.pk, user_name=who.user_name)
    request.session[NEW] = ceremony.kept()
    status = 429 if form.error("name") is OFTEN else 200
    response = render(request, "portal/new_passkey.html", {"form": form, "options": options}, status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@freshly_proven
def remove(request: Any, handle: UUID) -> HttpResponse:
    """Also the last one: password and code remain."""
    account, key = request.header.account, request.session.session_key
    try:
        found = remove_passkey(account=account, passkey=handle, session_key=key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    if not found:
        raise Http404
    return HttpResponseRedirect(f"{LIST}?said=removed")


def _added(request: Any, form: Form) -> HttpResponse | None:
    account, key = request.header.account, request.session.session_key
    name = form.text("name", needed=False, most=40) or USUAL.in_(request.reader.language)
    by = Actor("person", str(account))
    try:
        ceremony = kept_ceremony(request.session.get(NEW))
        add_passkey(account=account, ceremony=ceremony, answer=form.value("answer"), name=name, session_key=key, by=by)
    except SessionOver:
        return HttpResponseRedirect("/login")
    except TooMany:
        form.wrong("name", ENOUGH)
    except TooOften:
        form.wrong("name", OFTEN)
    except NotProven:
        form.wrong("name", NOT_MADE)
    return None if form.problems else HttpResponseRedirect(f"{LIST}?said=added")
