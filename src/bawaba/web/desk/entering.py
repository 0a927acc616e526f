"""Into the desk: a name and its passkey; before there is one, a code from the console that makes the first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.core.secrets import typed_opening_code
from bawaba.core.text import T
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.passkeys.ceremonies import NotProven, Synced
from bawaba.identity.staff.gate import (
    WrongEntry,
    ask_first_key,
    ask_key,
    ask_key_of,
    begin_first_key,
    leave_desk,
    officer_at,
    open_desk,
    open_with_first_key,
)
from bawaba.identity.staff.queries import NoOfficer
from bawaba.web.desk.access import ENTRY
from bawaba.web.origin import origin_of
from bawaba.web.portal.forms import Form
from bawaba.web.portal.pages import render

TOO_MANY_REQUESTS = 429
BY_KEY, BY_CODE, FIRST = "/desk/enter/key", "/desk/code", "/desk/passkeys/first"
FORM = ["GET", "HEAD", "POST"]
WRONG_CODE = T(
    "الاسم أو الرمز غير صحيح، أو انتهت مدة الرمز. بعد خمس محاولات خاطئة انتظر ربع ساعة قبل المحاولة التالية.",
    en="The name or the code is wrong, or the code has expired. After five wrong tries, wait a quarter of an hour.",
)
BUSY = T(
    "كثرت محاولات الدخول من هذا المكان. انتظر بضع دقائق ثم أعد المحاولة.",
    en="Too many have tried to enter from this place. Please wait a few minutes and try again.",
)
WRONG_KEY = T(
    "لم يُقبل مفتاح المرور لهذا الاسم. أعد المحاولة.", en="The passkey was not accepted for this name. Please try again."
)
NOT_MADE = T("لم يُسجَّل مفتاح المرور. أعد المحاولة.", en="The passkey was not registered. Please try again.")
COPIED = T(
    "هذا المفتاح يُنسخ إلى أجهزة أخرى. استعمل مفتاحًا يبقى في جهازه.",
    en="This key is copied to other devices. Please use one that stays in its device.",
)
USUAL = T("مفتاح مرور", en="Passkey")


@require_http_methods(FORM)
def enter(request: Any) -> HttpResponse:
    """Who it is. Whatever the name, a passkey is asked for next."""
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        name = form.text("user_name", most=60)
        if not form.problems:
            if _tried(
                form, lambda: ask_key_of(session=request.session, user_name=name, address=_address(request)), BUSY
            ):
                return HttpResponseRedirect(BY_KEY)
            return _page(request, "desk/enter.html", form, TOO_MANY_REQUESTS)
    elif "again" not in request.GET and is_inside(request):
        return HttpResponseRedirect("/desk/")
    return _page(request, "desk/enter.html", form)


@require_http_methods(FORM)
def by_key(request: Any) -> HttpResponse:
    """The named officer's own passkey; one answer for every failure."""
    form = Form(request.POST if request.method == "POST" else {})
    try:
        if request.method == "POST" and _tried(
            form, lambda: open_desk(session=request.session, answer=form.value("answer")), WRONG_KEY
        ):
            return HttpResponseRedirect("/desk/")
        return _page(request, "desk/key.html", form, options=ask_key(request.session))
    except WrongEntry:
        return HttpResponseRedirect(ENTRY)


@require_http_methods(FORM)
def by_code(request: Any) -> HttpResponse:
    """User name and a one-time code from the console; one answer for every failure."""
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        name, code = form.text("user_name", most=60), typed_opening_code(request.POST.get("code", ""))
        given = {"user_name": name, "code": code, "address": _address(request)}
        if _tried(form, lambda: begin_first_key(session=request.session, **given), WRONG_CODE):
            return HttpResponseRedirect(FIRST)
    return _page(request, "desk/code.html", form)


@require_http_methods(FORM)
def first_key(request: Any) -> HttpResponse:
    """The code lets this browser make a passkey; with it made, the desk is open."""
    form = Form(request.POST if request.method == "POST" else {})
    try:
        if request.method == "POST":
            answer, name = form.value("answer"), name_of_key(request, form)
            if _tried(form, lambda: open_with_first_key(session=request.session, answer=answer, name=name), NOT_MADE):
                return HttpResponseRedirect("/desk/")
        return _page(request, "desk/first_key.html", form, options=ask_first_key(request.session))
    except WrongEntry:
        return HttpResponseRedirect(BY_CODE)


@require_POST
def leave(request: Any) -> HttpResponse:
    """Gone at once."""
    leave_desk(session=request.session)
    response = HttpResponseRedirect(ENTRY)
    response["Clear-Site-Data"] = '"cache"'
    return response


def name_of_key(request: Any, form: Form) -> str:
    """As typed, or what any of them is called."""
    return form.text("name", needed=False, most=40) or USUAL.in_(request.reader.language)


def is_inside(request: Any) -> bool:
    """Whether an officer works in this browser."""
    try:
        return bool(officer_at(request.session))
    except NoOfficer:
        return False


def _address(request: Any) -> str:
    return origin_of(request).address


def _tried(form: Form, deed: Callable[[], None], wrong: T) -> bool:
    try:
        deed()
    except Synced:
        form.wrong("user_name", COPIED)
    except (WrongEntry, NotProven, TooOften):
        form.wrong("user_name", wrong)
    return not form.problems


def _page(request: Any, template: str, form: Form, status: int = 200, **more: Any) -> HttpResponse:
    response = render(request, template, {"form": form, "officer": None, **more}, status)
    response["Cache-Control"] = "no-store"
    return response
