"""Another phone: asked for after proving again who one is, and bound by the code that it receives."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from bawaba.core.phones import InvalidPhone, parse_mobile
from bawaba.core.secrets import typed_six_digits
from bawaba.core.text import T
from bawaba.identity.accounts.new_phone import (
    MayNotChange,
    PhoneServesAnother,
    SamePhone,
    ask_for_phone,
    bind_phone,
)
from bawaba.identity.accounts.open_sessions import SessionOver
from bawaba.identity.accounts.queries import holder
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.codes.commands import CodeUsed
from bawaba.journal.ports import Actor
from bawaba.registers.ports import RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier
from bawaba.web.portal.access import freshly_proven
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import REGISTER_DOWN, WRONG_CODE, too_often
from bawaba.web.portal.pages import render

WANTED = "new_phone"  # in the session, whose data are sealed
SAME = T("هذا جوال حسابك الآن. اكتب الجوال الجديد.", en="This is your account's phone already. Type the new one.")
ANOTHERS = T("هذا الجوال لحساب آخر. استعمل جوالًا آخر.", en="Another account uses this phone. Please use another one.")
CLOSED = T(
    "لا يُغيّر الجوال من هنا ما دامت الخدمات الحساسة مغلقة. زر مكتب خدمة ومعك وثيقتك.",
    en="The phone cannot be changed here while sensitive services are closed. Visit a service counter with your document.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def my_phone(request: Any) -> HttpResponse:
    """The answer is the same whoever has the phone: only who holds it gets further."""
    form, status = Form(request.POST), 200
    if request.method == "POST":
        phone = _mobile(form)
        try:
            if phone and (asked := _asked(request, form, phone)):
                return asked
        except TooOften as often:
            form.wrong("phone", too_often(often.seconds))
            status = 429
    now = holder(request.header.account).phone
    return render(request, "portal/my_phone.html", {"form": form, "now": now}, status)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven
def my_phone_code(request: Any) -> HttpResponse:
    """Six digits. A second click finds it done."""
    phone, form, status = request.session.get(WANTED), Form(request.POST), 200
    if not phone:
        return HttpResponseRedirect("/settings/phone")
    if request.method == "POST":
        try:
            if _bound(request, phone):
                return HttpResponseRedirect("/settings?changed=phone")
            form.wrong("code", WRONG_CODE)
        except SessionOver:
            return HttpResponseRedirect("/login")
        except CodeUsed:
            form.wrong("code", WRONG_CODE)
        except PhoneServesAnother:
            form.wrong("code", ANOTHERS)
        except MayNotChange:
            form.wrong("code", CLOSED)
        except (RegisterUnavailable, UnknownPerson):
            form.wrong("code", REGISTER_DOWN)
            status = 503
    return render(request, "portal/my_phone_code.html", {"form": form, "phone": phone}, status)


def _mobile(form: Form) -> str:
    text = form.text("phone", most=30)
    if "phone" in form.problems:
        return ""
    try:
        return parse_mobile(text, allowed=frozenset(settings.BAWABA.phone_countries.split(",")))
    except InvalidPhone as error:
        form.wrong("phone", error)
        return ""


def _asked(request: Any, form: Form, phone: str) -> HttpResponse | None:
    account, key = request.header.account, request.session.session_key
    try:
        ask_for_phone(account=account, phone=phone, session_key=key, by=Actor("person", str(account)))
    except SamePhone:
        form.wrong("phone", SAME)
        return None
    except SessionOver:
        return HttpResponseRedirect("/login")
    request.session[WANTED] = phone
    return HttpResponseRedirect("/settings/phone/code")


def _bound(request: Any, phone: str) -> bool:
    text, account = typed_six_digits(request.POST.get("code", "")), request.header.account
    if not text:
        return False
    who = holder(account)
    person = person_by_identifier(who.identifier_kind, who.identifier).value
    key, by = request.session.session_key, Actor("person", str(account))
    return bind_phone(account=account, person=person, phone=phone, text=text, session_key=key, by=by)
