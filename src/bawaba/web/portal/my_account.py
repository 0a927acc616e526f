"""My account: how I read, who I am here, my password, and where I am logged in."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bawaba.identity.accounts.commands import end_sessions, set_preferences
from bawaba.identity.accounts.passwords import change_password
from bawaba.identity.accounts.queries import holder, is_cooled_down
from bawaba.identity.review.queries import undecided_case_of
from bawaba.journal.ports import Actor
from bawaba.web.portal.access import for_account, freshly_proven, safe_next
from bawaba.web.portal.enrolment_forms import clean_secret
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render
from bawaba.web.portal.reading import CHOICES, remember_choices
from bawaba.web.portal.signing_in import NOTHING_STAYS


@require_safe
@for_account
def my_settings(request: Any) -> HttpResponse:
    """How I read, and who I am here."""
    who = holder(request.header.account)
    reads = {name: getattr(request.reader, name) for name in CHOICES}
    reads["digits"] = reads["digits"] or ("latn" if request.reader.language == "en" else "arab")
    return render(
        request,
        "portal/settings.html",
        {
            "who": who,
            "reads": reads,
            "changed": request.GET.get("changed"),
            "case": undecided_case_of(who.account),
            "cooling": not is_cooled_down(who),
        },
    )


@require_POST
@for_account
def save_settings(request: Any) -> HttpResponse:
    """Kept with the account, wherever it is logged in; and by this browser for after logging out."""
    account = request.header.account
    set_preferences(account=account, chosen=request.POST.dict(), by=Actor("person", str(account)))
    response = HttpResponseRedirect(safe_next(request.POST.get("next", "/settings")))
    remember_choices(request, response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def my_password(request: Any) -> HttpResponse:
    """Another password; it ends every other session."""
    form, account = Form(request.POST), request.header.account
    if request.method == "POST":
        who = holder(account)
        secret = clean_secret(form, (who.user_name, who.identifier, who.phone), (who.names_ar, who.names_en))
        if not form.problems:
            by, key = Actor("person", str(account)), request.session.session_key
            change_password(account=account, password=secret, session_key=key, by=by)
            return HttpResponseRedirect("/settings?changed=password")
    return render(request, "portal/my_password.html", {"form": form})


@require_POST
@for_account
def log_out_everywhere(request: Any) -> HttpResponse:
    """Here and on every other device, at once."""
    account = request.header.account
    end_sessions(account=account, by=Actor("person", str(account)))
    request.session.flush()
    response = HttpResponseRedirect("/login")
    response["Clear-Site-Data"] = NOTHING_STAYS
    return response
