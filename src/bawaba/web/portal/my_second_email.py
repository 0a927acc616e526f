"""A second e-mail for notices: asked for and removed after proving again who one is, bound by its own link."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.core.text import T
from bawaba.identity.accounts.new_email import SECOND, SameAddress, ask_for_email, remove_second_email
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.queries import holder
from bawaba.identity.codes.budgets import TooOften
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import too_often
from bawaba.web.portal.my_email import clean_email
from bawaba.web.portal.pages import render

SAME = T("هذا بريدك الأول. اكتب بريدًا آخر.", en="This is your first e-mail already. Type another one.")


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def my_second_email(request: Any) -> HttpResponse:
    """The answer is the same whoever has the address: only its mailbox decides."""
    form, status, account = Form(request.POST), 200, request.header.account
    if request.method == "POST":
        email = clean_email(form)
        if not form.problems:
            try:
                by, key = Actor("person", str(account)), request.session.session_key
                ask_for_email(account=account, email=email, kind=SECOND, session_key=key, by=by)
                return HttpResponseRedirect("/settings?changed=email-asked")
            except SessionOver:
                return HttpResponseRedirect("/login")
            except SameAddress:
                form.wrong("email", SAME)
            except TooOften as often:
                form.wrong("email", too_often(often.seconds))
                status = 429
    return render(request, "portal/my_second_email.html", {"form": form, "who": holder(account)}, status)


@require_POST
@freshly_proven
def remove(request: Any) -> HttpResponse:
    """A second click finds none."""
    account, key = request.header.account, request.session.session_key
    try:
        remove_second_email(account=account, session_key=key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    return HttpResponseRedirect("/settings?changed=second-email-removed")
