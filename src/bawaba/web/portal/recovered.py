"""The last step of a recovery, and the button that stops one."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.core.text import T
from bawaba.identity.accounts.new_phone import PhoneServesAnother
from bawaba.identity.accounts.queries import holder
from bawaba.identity.accounts.recovering import CannotRecover
from bawaba.identity.recovery.commands import (
    RecoveryOver,
    choose_password_again,
    stop_own_recovery,
    stop_recovery,
    take_new_phone,
)
from bawaba.identity.recovery.queries import RecoveryView, contested, may_stop
from bawaba.identity.recovery.rules import LOST_PHONE
from bawaba.journal.ports import Actor
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.web.portal.access import for_account
from bawaba.web.portal.enrolment_forms import clean_secret
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import REGISTER_DOWN
from bawaba.web.portal.my_phone import ANOTHERS
from bawaba.web.portal.pages import render
from bawaba.web.portal.proving import ask_again, is_stale
from bawaba.web.portal.recovering import APPLICANT, KEPT, STEPS, with_recovery
from bawaba.web.portal.recovering_phone import person_behind

DONE = "/login?password=set"
OVER = T(
    "انتهت هذه الاستعادة أو أُوقفت. ابدأ من جديد، أو زر جهاز الخدمة الذاتية.",
    en="This recovery is over or was stopped. Begin again, or visit a kiosk.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@with_recovery
def finish(request: Any, found: RecoveryView) -> HttpResponse:
    """The user name, and a new password; then one logs in as ever, with both steps."""
    form, status = Form(request.POST if request.method == "POST" else {}), 200
    if not found.ripe:
        return HttpResponseRedirect(STEPS)
    who = holder(found.account)
    if request.method == "POST":
        secret = clean_secret(form, (who.user_name, who.identifier, who.phone, found.phone))
        if not form.problems:
            try:
                _finish(found, secret)
                request.session.pop(KEPT, None)
                return HttpResponseRedirect(DONE)
            except (RecoveryOver, CannotRecover):
                form.wrong("password", OVER)
            except PhoneServesAnother:
                form.wrong("password", ANOTHERS)
            except (RegisterUnavailable, UnknownPerson):
                form.wrong("password", REGISTER_DOWN)
                status = 503
    return render(request, "portal/recover_finish.html", {"form": form, "found": found, "name": who.user_name}, status)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Any, token: str) -> HttpResponse:
    """For who was told and did not ask: a page with a button; only its POST acts, for mail scanners open links."""
    done = request.method == "POST"
    try:
        if done:
            stop_recovery(token=token, by=APPLICANT)
        elif not may_stop(token):
            raise RecoveryOver
    except RecoveryOver:
        return render(request, "portal/recover_stop.html", {"done": False, "late": True}, 410)
    return render(request, "portal/recover_stop.html", {"done": done, "late": False})


@require_POST
@for_account
def stop_mine(request: Any) -> HttpResponse:
    """The same for who is logged in; who it is, is asked again where a link has stopped one before."""
    account = request.header.account
    if contested(account) and is_stale():
        return ask_again(request)
    stop_own_recovery(account=account, by=Actor("person", str(account)))
    return HttpResponseRedirect("/relatives/?said=stopped")


def _finish(found: RecoveryView, secret: str) -> None:
    if found.wants == LOST_PHONE:
        take_new_phone(recovery=found, person=person_behind(found), password=secret, by=APPLICANT)
    else:
        choose_password_again(recovery=found, password=secret, by=APPLICANT)
