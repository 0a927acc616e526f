"""Another user name, after proving again who one is; every address is told."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from bawaba.core.text import T
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.queries import Holder, holder, user_behind
from bawaba.identity.accounts.user_names import change_user_name
from bawaba.identity.codes.budgets import TooOften
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.passwords import problem_of_user_name

DIGITS = 9  # of a phone, without its country
PERSONAL = T("لا تجعل رقمك أو جوالك اسمًا للمستخدم.", en="Do not use your number or phone as a user name.")
OFTEN = T("غيّرت الاسم مرات كثيرة. حاول غدًا.", en="You have changed the name many times. Try again tomorrow.")


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def my_user_name(request: Any) -> HttpResponse:
    """Judged by its shape; a name that somebody has comes with a number behind it (R10)."""
    form, account = Form(request.POST), request.header.account
    if request.method == "POST":
        wanted = form.text("user_name", most=40)
        if "user_name" not in form.problems and (problem := _problem(wanted, holder(account))):
            form.wrong("user_name", problem)
        if not form.problems and (changed := _changed(request, form, wanted)):
            return changed
    often = form.error("user_name") is OFTEN
    context = {"form": form, "now": user_behind(account).user_name}
    return render(request, "portal/my_user_name.html", context, 429 if often else 200)


def _problem(wanted: str, who: Holder) -> T | None:
    """A name is shown and typed anywhere: it does not carry one's number or phone."""
    numbers = (who.identifier, who.phone[-DIGITS:])
    return problem_of_user_name(wanted) or (PERSONAL if any(one and one in wanted for one in numbers) else None)


def _changed(request: Any, form: Form, wanted: str) -> HttpResponse | None:
    account, key = request.header.account, request.session.session_key
    try:
        change_user_name(account=account, wanted=wanted, session_key=key, by=Actor("person", str(account)))
    except SessionOver:
        return HttpResponseRedirect("/login")
    except TooOften:
        form.wrong("user_name", OFTEN)
        return None
    return HttpResponseRedirect("/settings?changed=user-name")
