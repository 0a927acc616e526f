"""I lost my phone, or forgot my password or user name: two different methods, and nothing is said before the first."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from bawaba.core.secrets import typed_recovery_code, typed_six_digits
from bawaba.core.text import T
from bawaba.identity.attestation.queries import places
from bawaba.identity.codes.budgets import TooOften
from bawaba.identity.recovery.commands import start_recovery
from bawaba.identity.recovery.proving import AnotherIsProven, OwnPhone, show_app, show_sheet
from bawaba.identity.recovery.queries import NoRecovery, RecoveryView, recovery
from bawaba.identity.recovery.rules import WANTS
from bawaba.journal.ports import Actor
from bawaba.web.origin import device_of, origin_of
from bawaba.web.portal.forms import Form
from bawaba.web.portal.messages import WRONG_APP_CODE, too_many_starts
from bawaba.web.portal.numbers import number_in
from bawaba.web.portal.pages import render

KEPT, STEPS = "recovery", "/recover/steps"
APPLICANT, KIOSKS = Actor("applicant"), 3
WRONG_SHEET = T(
    "الرمز غير صحيح، أو استُخدم من قبل، أو كثرت المحاولات. انسخه كما هو في الورقة.",
    en="The code is wrong, was used before, or there were too many tries. Copy it as it stands on the sheet.",
)
ANOTHER = T(
    "أُثبتت استعادة أخرى لهذا الحساب وهي تنتظر. أوقفها من الرسالة التي وصلتك، أو زر جهاز الخدمة الذاتية.",
    en="Another recovery of this account was proven and waits. Stop it by the message you received, or visit a kiosk.",
)
RELATIVES_PHONE = T(
    "هذا جوال من شهد لك. استعمل جوالًا لك وحدك.",
    en="This is the phone of whoever vouched for you. Use one that is yours alone.",
)
View = Callable[[Any, RecoveryView], HttpResponse]


def with_recovery(view: View) -> Callable[[Any], HttpResponse]:
    """The one that this browser began and that goes on; else it begins."""

    @wraps(view)
    def checked(request: Any) -> HttpResponse:
        try:
            return view(request, recovery(UUID(request.session[KEPT])))
        except (KeyError, NoRecovery):
            return HttpResponseRedirect("/recover")

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Any) -> HttpResponse:
    """The number, and what is missing. One answer whoever has it, and no message to anybody."""
    form, status = Form(request.POST if request.method == "POST" else {}), 200
    if request.method == "POST":
        number, wants = number_in(form), request.POST.get("wants", "")
        if not form.problems and number is not None and wants in WANTS:
            try:
                return _begun(request, number, wants)
            except TooOften as often:
                form.wrong("number", too_many_starts(often.seconds))
                status = 429
    kiosks = [one for one in places() if one.channel == "kiosk"][:KIOSKS]
    return render(request, "portal/recover.html", {"form": form, "kiosks": kiosks}, status)


@require_safe
@with_recovery
def steps(request: Any, found: RecoveryView) -> HttpResponse:
    """What has been shown, what may be shown next, and until when it waits."""
    return _unkept(render(request, "portal/recover_steps.html", {"found": found}))


@require_http_methods(["GET", "HEAD", "POST"])
@with_recovery
def sheet(request: Any, found: RecoveryView) -> HttpResponse:
    """A code of the printed sheet. A second click finds it shown."""
    text = typed_recovery_code(request.POST.get("code", ""))
    address = origin_of(request).address
    return _code_page(
        request,
        found,
        "sheet",
        WRONG_SHEET,
        lambda: bool(text) and show_sheet(recovery=found, text=text, address=address, by=APPLICANT),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_recovery
def app(request: Any, found: RecoveryView) -> HttpResponse:
    """A code of the authenticator app, once something else was shown."""
    text, device = typed_six_digits(request.POST.get("code", "")), device_of(request)
    return _code_page(
        request,
        found,
        "app",
        WRONG_APP_CODE,
        lambda: bool(text) and show_app(recovery=found, text=text, device=device, by=APPLICANT),
    )


def refusal_of(error: Exception) -> T:
    """What is said when a right proof may not count."""
    return RELATIVES_PHONE if isinstance(error, OwnPhone) else ANOTHER


def _code_page(request: Any, found: RecoveryView, way: str, wrong: T, shown: Callable[[], bool]) -> HttpResponse:
    form = Form(request.POST if request.method == "POST" else {})
    if way not in found.open_ways or found.state != "started":
        return HttpResponseRedirect(STEPS)
    if request.method == "POST":
        try:
            if shown():
                return HttpResponseRedirect(STEPS)
            form.wrong("code", wrong)
        except (AnotherIsProven, OwnPhone) as error:
            form.wrong("code", refusal_of(error))
    return _unkept(render(request, "portal/recover_code.html", {"form": form, "way": way, "found": found}))


def _begun(request: Any, number: str, wants: str) -> HttpResponse:
    address, language = origin_of(request).address, request.reader.language
    handle = start_recovery(number=number, wants=wants, language=language, address=address, by=APPLICANT)
    request.session[KEPT] = str(handle)
    return HttpResponseRedirect(STEPS)


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
