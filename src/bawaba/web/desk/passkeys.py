"""An officer's own passkeys: one more, or one less, by somebody who has just proved it is them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bawaba.core.text import T
from bawaba.identity.passkeys.ceremonies import NotProven, Synced
from bawaba.identity.staff.gate import WrongEntry, add_another_key, ask_another_key, has_just_proved
from bawaba.identity.staff.passkeys import LastOne, TooMany, remove_passkey
from bawaba.identity.staff.queries import passkeys_of
from bawaba.journal.ports import Actor
from bawaba.web.desk.access import for_officer
from bawaba.web.desk.entering import COPIED, NOT_MADE, name_of_key
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

LIST = "/desk/passkeys"
AGAIN = "/desk/enter?again"
ENOUGH = T("لديك أقصى عدد من المفاتيح. أزل واحدًا أولًا.", en="You have as many passkeys as you may. Remove one first.")


@require_safe
@for_officer
def own(request: Any) -> HttpResponse:
    """What they are called, since when, last used."""
    context = {"officer": request.officer, "rows": passkeys_of(request.officer.officer)}
    return render(request, "desk/passkeys.html", context | {"fresh": has_just_proved(request.session)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_officer
def new(request: Any) -> HttpResponse:
    """One more."""
    if not has_just_proved(request.session):
        return HttpResponseRedirect(AGAIN)
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST" and _added(request, form):
        return HttpResponseRedirect(LIST)
    try:
        options = ask_another_key(request.session, request.officer.officer)
    except WrongEntry:
        return HttpResponseRedirect(LIST)
    return render(request, "desk/new_key.html", {"form": form, "officer": request.officer, "options": options})


@require_POST
@for_officer
def remove(request: Any, passkey: UUID) -> HttpResponse:
    """Never the last one: the list shows what is left."""
    if not has_just_proved(request.session):
        return HttpResponseRedirect(AGAIN)
    officer = request.officer.officer
    try:
        remove_passkey(officer=officer, passkey=passkey, by=Actor("officer", str(officer)))
    except LastOne:
        pass  # it stays, or is gone already: the list says which
    return HttpResponseRedirect(LIST)


def _added(request: Any, form: Form) -> bool:
    officer, name = request.officer.officer, name_of_key(request, form)
    try:
        add_another_key(session=request.session, officer=officer, answer=form.value("answer"), name=name)
    except TooMany:
        form.wrong("name", ENOUGH)
    except Synced:
        form.wrong("name", COPIED)
    except (NotProven, WrongEntry):
        form.wrong("name", NOT_MADE)
    return not form.problems
