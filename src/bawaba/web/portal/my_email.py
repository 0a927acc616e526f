"""Another e-mail: asked for after proving again who one is, and bound by the button behind its own link."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from bawaba.core.text import T
from bawaba.identity.accounts.new_email import SameAddress, ask_for_email, bind_email, may_bind
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.queries import holder
from bawaba.identity.accounts.repudiation import LinkOver
from bawaba.identity.codes.budgets import TooOften
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import freshly_proven
from bawaba.web.portal.enrolment_forms import BAD_EMAIL
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import too_often
from bawaba.web.portal.pages import render

LONGEST = 120
SAME = T(
    "هذا بريدك الثاني. أزله أولًا أو اكتب بريدًا آخر.",
    en="This is your second e-mail. Remove it first, or type another one.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def my_email(request: Any) -> HttpResponse:
    """The answer is the same whoever has the address: only its mailbox decides."""
    form, status = Form(request.POST), 200
    if request.method == "POST":
        email = clean_email(form)
        if not form.problems:
            try:
                return _asked(request, email)
            except SameAddress:
                form.wrong("email", SAME)
            except TooOften as often:
                form.wrong("email", too_often(often.seconds))
                status = 429
    now = holder(request.header.account).email
    return render(request, "portal/my_email.html", {"form": form, "now": now}, status)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Any, token: str) -> HttpResponse:
    """A page with a button; only its POST acts, mail scanners open links. A second press finds it done."""
    done = request.method == "POST"
    try:
        if done:
            bind_email(token=token, by=Actor("applicant"))
        elif not may_bind(token):
            raise LinkOver
    except LinkOver:
        return render(request, "portal/email_link.html", {"done": False, "late": True}, 410)
    return render(request, "portal/email_link.html", {"done": done, "late": False})


def clean_email(form: Form) -> str:
    """As it is compared; what is no address is noted in the form."""
    email = form.text("email", most=LONGEST).casefold()
    if "email" not in form.problems and not _is_address(email):
        form.wrong("email", BAD_EMAIL)
    return email


def _asked(request: Any, email: str) -> HttpResponse:
    account, key = request.header.account, request.session.session_key
    try:
        ask_for_email(account=account, email=email, session_key=key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    return HttpResponseRedirect("/settings?changed=email-asked")


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
