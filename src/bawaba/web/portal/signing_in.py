"""Logging in and out, the first log-in, and completing what a bank began."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from bawaba.core import clock
from bawaba.core.secrets import typed_opening_code
from bawaba.core.text import T
from bawaba.identity.accounts.first_login import FIRST_LOGIN
from bawaba.identity.accounts.gate import NotAllowed
from bawaba.identity.accounts.login import WrongDetails, account_for_opening, check_details
from bawaba.identity.accounts.passwords import choose_first_password
from bawaba.identity.accounts.queries import user_behind
from bawaba.identity.attestation.completion import CannotComplete, complete, open_reserved
from bawaba.identity.clients.ending import log_out as log_session_out
from bawaba.identity.codes.commands import CodeUsed, repeats_newest, try_code
from bawaba.journal.ports import Actor
from bawaba.registers.ports import RegisterUnavailable
from bawaba.web.content import terms_version
from bawaba.web.oidc.waiting import agency_behind
from bawaba.web.origin import device_of, origin_of
from bawaba.web.portal.access import safe_next
from bawaba.web.portal.enrolment_forms import clean_password
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import REGISTER_DOWN
from bawaba.web.portal.numbers import number_in
from bawaba.web.portal.pages import render
from bawaba.web.portal.passwords import typed_password
from bawaba.web.portal.stages import begin, sign_in

PERSON = Actor("person")
SET = "password=set"
NOTHING_STAYS = '"cache", "storage"'  # a wallet that was kept on this device goes, too
WRONG = T(
    "البيانات غير صحيحة، أو الحساب لم يُفعّل بعد.",
    en="Wrong details, or the account is not yet activated.",
)
WRONG_OPENING = T(
    "البيانات أو الرمز غير صحيحة، أو انتهت مدة الرمز.",
    en="The details or the code are wrong, or the code has expired.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: Any) -> HttpResponse:
    """User name or number, and password; one text for every failure."""
    form = Form(request.POST if request.method == "POST" else {})
    target = safe_next(request.POST.get("next") or request.GET.get("next", "/home"))
    if request.method == "POST":
        name, origin = form.text("name", most=60), origin_of(request)
        try:
            password = typed_password(request.POST.get("password", ""))
            proven = check_details(name=name, password=password, address=origin.address, device=device_of(request))
            return begin(request, proven, target)
        except WrongDetails:
            form.wrong("name", WRONG)
    elif request.header is not None:
        return HttpResponseRedirect(target)
    chosen = request.GET.get("password") == "set"  # nothing secret: the first log-in says that it is done
    return render(
        request, "portal/login.html", {"form": form, "next": target, "chosen": chosen, "agency": agency_behind(target)}
    )


@require_POST
def log_out(request: Any) -> HttpResponse:
    """Gone at once, here and on the server; agencies that this session was logged in to are told."""
    log_session_out(session=request.session, device=device_of(request))
    response = HttpResponseRedirect("/")
    response["Clear-Site-Data"] = NOTHING_STAYS
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def first_login(request: Any) -> HttpResponse:
    """Kiosk first: the opening code chooses a password, and never becomes it."""
    form = Form(request.POST if request.method == "POST" else {})
    if request.method == "POST":
        number = number_in(form)
        _, secret = clean_password(form, (number or "",), with_name=False)
        if not form.problems and number is not None:
            code = typed_opening_code(request.POST.get("code", ""))
            account = account_for_opening(number)
            if _opened(account, code, secret):
                try:
                    return sign_in(request, user_behind(account), "opening-code", "/home")
                except NotAllowed:
                    return HttpResponseRedirect(f"/login?{SET}")  # suspended meanwhile: it logs in as any such account
            if _was_opened(account, code):
                return HttpResponseRedirect(f"/login?{SET}")
            form.wrong("code", WRONG_OPENING)
    return render(request, "portal/first_login.html", {"form": form})


def _opened(account: UUID, text: str, password: str) -> bool:
    if not text:
        return False
    verdict = try_code(purpose=FIRST_LOGIN, subject=account, text=text, by=PERSON)
    if verdict.code is None:
        return False
    try:
        choose_first_password(
            account=account, code=verdict.code, password=password, terms_version=terms_version(), by=PERSON
        )
    except CodeUsed:
        return False
    return True


def _was_opened(account: UUID, text: str) -> bool:
    """A second click: the first one has set the password a moment ago."""
    return bool(text) and repeats_newest(purpose=FIRST_LOGIN, subject=account, text=text, by=PERSON)


@require_http_methods(["GET", "HEAD", "POST"])
def complete_bank_first(request: Any) -> HttpResponse:
    """Bank first: number, date of birth, the bank's code, user name, password, terms; then the account is opened."""
    form, status = Form(request.POST if request.method == "POST" else {}), 200
    if request.method == "POST":
        number, (born, _) = number_in(form), form.date("birth", clock.today())
        name, secret = clean_password(form, (number or "",))
        code = typed_opening_code(request.POST.get("code", ""))
        if not form.problems and number is not None and born is not None:
            try:
                key = open_reserved(number=number, birth_date=born, text=code, by=PERSON)
                outcome = complete(key=key, user_name=name, password=secret, terms_version=terms_version(), by=PERSON)
                return render(request, "portal/completed.html", {"user_name": outcome.user_name})
            except (CannotComplete, CodeUsed):
                form.wrong("code", WRONG_OPENING)
            except RegisterUnavailable:
                form.wrong("number", REGISTER_DOWN)
                status = 503
    return render(request, "portal/complete.html", {"form": form, "public": settings.BAWABA.public_url}, status)
