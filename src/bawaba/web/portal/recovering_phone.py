"""The phones of a recovery: the new one and its code, the one on file, and the way back by the new one."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from bawaba.core.phones import InvalidPhone, parse_mobile
from bawaba.core.secrets import typed_six_digits
from bawaba.core.text import T
from bawaba.identity.accounts.new_phone import PhoneServesAnother
from bawaba.identity.accounts.queries import NoAccount, holder
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.recovery.phones import (
    Frozen,
    NotYet,
    ask_new_phone,
    come_back,
    prove_new_phone,
    prove_phone_on_file,
    send_to_phone_on_file,
    send_way_back,
)
from bawaba.identity.recovery.proving import AnotherIsProven, OwnPhone
from bawaba.identity.recovery.queries import NoRecovery, RecoveryView, recovery_to_come_back_to
from bawaba.identity.recovery.rules import LOST_PHONE
from bawaba.registers.ports import Person, RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import REGISTER_DOWN, WRONG_CODE, too_often
from bawaba.web.portal.my_phone import ANOTHERS, CLOSED
from bawaba.web.portal.pages import render
from bawaba.web.portal.recovering import APPLICANT, KEPT, STEPS, refusal_of, with_recovery

CODE = "/recover/phone/code"
NO_PHONE = T(
    "لا يمكن إرسال رمز إلى هذا الحساب. اختر «ضاع جوالي»، أو زر جهاز الخدمة الذاتية.",
    en="No code can be sent for this account. Choose “I lost my phone”, or visit a kiosk.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@with_recovery
def phone(request: Any, found: RecoveryView) -> HttpResponse:
    """Only once something was shown: the new number, or a button that sends a code to the one on file."""
    form, status = Form(request.POST if request.method == "POST" else {}), 200
    if not found.begun or found.state != "started" or found.phone_proven:
        return HttpResponseRedirect(STEPS)
    if request.method == "POST":
        try:
            if _sent(form, found):
                return HttpResponseRedirect(CODE)
        except TooOften as often:
            form.wrong("phone", too_often(often.seconds))
            status = 429
        except Frozen:
            form.wrong("phone", CLOSED)
        except NotYet:
            form.wrong("phone", NO_PHONE)
    return render(request, "portal/recover_phone.html", {"form": form, "found": found}, status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_recovery
def phone_code(request: Any, found: RecoveryView) -> HttpResponse:
    """Six digits, of the new phone or of the one on file. A second click finds it shown."""
    form, status = Form(request.POST if request.method == "POST" else {}), 200
    if not found.begun or found.state != "started" or found.phone_proven or "phone" in found.ways:
        return HttpResponseRedirect(STEPS)
    if request.method == "POST":
        try:
            if _proven(found, typed_six_digits(request.POST.get("code", ""))):
                return HttpResponseRedirect(STEPS)
            form.wrong("code", WRONG_CODE)
        except PhoneServesAnother:
            form.wrong("code", ANOTHERS)
        except (AnotherIsProven, OwnPhone) as error:
            form.wrong("code", refusal_of(error))
        except (RegisterUnavailable, UnknownPerson, NoAccount):
            form.wrong("code", REGISTER_DOWN)
            status = 503
    return render(request, "portal/recover_code.html", {"form": form, "way": "phone", "found": found}, status)


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: Any, token: str) -> HttpResponse:
    """R7: opening the link does nothing; its button sends a code to the new phone."""
    form, status = Form(), 200
    try:
        found = recovery_to_come_back_to(token)
        if request.method == "POST":
            send_way_back(recovery=found, by=APPLICANT)
            return HttpResponseRedirect(f"/recover/back/{token}/code")
    except NoRecovery:
        return render(request, "portal/recover_back.html", {"form": form, "late": True}, 410)
    except TooOften as often:
        form.wrong("send", too_often(often.seconds))
        status = 429
    return render(request, "portal/recover_back.html", {"form": form, "late": False}, status)


@require_http_methods(["GET", "HEAD", "POST"])
def back_code(request: Any, token: str) -> HttpResponse:
    """The right code moves the recovery to this browser."""
    form = Form(request.POST if request.method == "POST" else {})
    try:
        found = recovery_to_come_back_to(token)
    except NoRecovery:
        return HttpResponseRedirect(f"/recover/back/{token}")
    if request.method == "POST":
        text = typed_six_digits(request.POST.get("code", ""))
        if text and come_back(recovery=found, text=text, by=APPLICANT):
            request.session[KEPT] = str(found.uuid)
            return HttpResponseRedirect(STEPS)
        form.wrong("code", WRONG_CODE)
    return render(request, "portal/recover_code.html", {"form": form, "way": "back", "found": found})


def person_behind(found: RecoveryView) -> Person:
    """As the register knows them now. RegisterUnavailable, UnknownPerson, NoAccount."""
    who = holder(found.account)
    return person_by_identifier(who.identifier_kind, who.identifier).value


def _sent(form: Form, found: RecoveryView) -> bool:
    if found.wants != LOST_PHONE:
        send_to_phone_on_file(recovery=found, by=APPLICANT)
        return True
    text = form.text("phone", most=30)
    if form.problems:
        return False
    try:
        number = parse_mobile(text, allowed=frozenset(settings.BAWABA.phone_countries.split(",")))
    except InvalidPhone as error:
        form.wrong("phone", error)
        return False
    ask_new_phone(recovery=found, phone=number, by=APPLICANT)
    return True


def _proven(found: RecoveryView, text: str) -> bool:
    if not text:
        return False
    if found.wants != LOST_PHONE:
        return prove_phone_on_file(recovery=found, text=text, by=APPLICANT)
    return prove_new_phone(recovery=found, person=person_behind(found), text=text, by=APPLICANT)
