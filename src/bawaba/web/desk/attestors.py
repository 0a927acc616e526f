"""Attestors as operators and technicians see them: who is open, what each states a day, and lifting a quarantine."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.attestation.lifecycle import life_of
from bawaba.identity.attestation.lifting import CONFIRMS, PROPOSES, CannotLift, confirm_lift, propose_lift, refuse_lift
from bawaba.identity.attestation.queries import (
    DAYS_SHOWN,
    AttestorView,
    attestor_view,
    attestors,
    figures_of,
    figures_today,
)
from bawaba.identity.staff.queries import officer_names
from bawaba.web.desk.access import for_staff
from bawaba.web.portal.pages import render
from bawaba.web.portal.public import not_found

PLACE = "desk"
STATES = {
    "open": (T("يعمل", en="Open"), "ok"),
    "expected": (T("ينتظر مفتاحه", en="Waits for its key"), "wait"),
    "quarantined": (T("في الحجر", en="In quarantine"), "no"),
    "lifting": (T("اقتُرح رفع حجره", en="Lifting proposed"), "wait"),
    "closed": (T("مغلق", en="Closed"), "no"),
}
REASONS = {
    "tampered": T("فُتح غلافه", en="its case was opened"),
    "software": T("برنامجه قديم", en="its program is too old"),
    "clock": T("ساعته غير صحيحة", en="its clock is wrong"),
    "inspection": T("فات موعد فحصه", en="its inspection is overdue"),
    "silent": T("لم يُسمع منه", en="it has been silent"),
}
FORGOTTEN = {
    "reader": T(
        "قارئه للتجربة ولا يقرأ بصمة من جهاز (BAWABA_KIOSK_READER)",
        en="its reader is simulated: no device reads a finger (BAWABA_KIOSK_READER)",
    ),
    "case_switch": T(
        "لا مفتاح يخبر بفتح غلافه (BAWABA_KIOSK_TAMPER_FILE)",
        en="no switch would tell that its case was opened (BAWABA_KIOSK_TAMPER_FILE)",
    ),
}
CHANNELS = {"kiosk": T("جهاز", en="Kiosk"), "bank": T("بنك", en="Bank"), "counter": T("مكتب", en="Counter")}
OUTCOMES = {
    "activated": (T("فُعّل", en="Activated"), "good"),
    "code_sent": (T("أُرسل رمز", en="Code sent"), "wait"),
    "not_activated": (T("لم يُفعّل", en="Not activated"), "no"),
}
REFUSALS = {
    "not_allowed": T("لا يحق لك ذلك.", en="This is not yours to do."),
    "same_person": T("أنت من اقترح رفع الحجر: يؤكده شخص آخر.", en="You have proposed it: somebody else confirms."),
    "proposer_gone": T(
        "لم يعد لاقتراح الرفع صاحب. اقترحه من جديد.", en="Nobody stands by the proposal any more. Propose it anew."
    ),
    "still_wrong": T("ما زال السبب قائمًا، فلا يُرفع الحجر:", en="What was wrong still is, so nothing is lifted:"),
    "moved": T("سبقك غيرك إلى ذلك.", en="Somebody was faster."),
}
DEEDS = {"propose": propose_lift, "confirm": confirm_lift, "refuse": refuse_lift}
NEEDS = {"propose_lift": PROPOSES, "confirm_lift": CONFIRMS, "refuse_lift": PROPOSES}


@require_safe
@for_staff(PROPOSES)
def all_of_them(request: Any) -> HttpResponse:
    """By channel; figures of today."""
    context = {"officer": request.officer, "rows": attestors(), "today": figures_today()}
    return render(request, "desk/attestors.html", context | WORDS)


@require_safe
@for_staff(PROPOSES)
def one_of_them(request: Any, slug: str) -> HttpResponse:
    """Figures of two weeks, keys, and what may be done."""
    found = attestor_view(slug)
    return _page(request, found, None) if found else not_found(request)


@require_POST
@for_staff(PROPOSES)
def act(request: Any, slug: str, deed: str) -> HttpResponse:
    """Propose, confirm or refuse the lifting of a quarantine."""
    found = attestor_view(slug)
    if found is None or deed not in DEEDS:
        return not_found(request)
    try:
        DEEDS[deed](attestor=found.attestor, officer=request.officer, place=PLACE)
    except CannotLift as refused:
        return _page(request, attestor_view(slug) or found, refused)
    return HttpResponseRedirect(f"/desk/attestors/{slug}")


def _page(request: Any, found: AttestorView, refused: CannotLift | None) -> HttpResponse:
    days = figures_of(found.attestor, DAYS_SHOWN)
    moves = [move for move in life_of(found.channel).open_to(found.state, "officer") if _may(request, found, move)]
    names = officer_names([found.proposed_by]) if found.proposed_by else {}
    past = [clock.today() - timedelta(days=ago) for ago in reversed(range(DAYS_SHOWN))]
    drawn = [
        (str(day.day), [(kind, days.get(day, {}).get(one, 0)) for one, (_, kind) in OUTCOMES.items()]) for day in past
    ]
    context = {"officer": request.officer, "one": found, "days": days, "drawn": drawn, "moves": moves}
    context |= {"refused": REFUSALS[refused.reason] if refused else None, "still": refused.still if refused else ()}
    context |= {"proposer": names.get(found.proposed_by) if found.proposed_by else None}
    return render(request, "desk/attestor.html", context | WORDS, status=409 if refused else 200)


def _may(request: Any, found: AttestorView, move: str) -> bool:
    own = move == "confirm_lift" and found.proposed_by == request.officer.officer
    return request.officer.may(NEEDS[move]) and not own


WORDS: Mapping[str, Any] = {
    "states": STATES,
    "reasons": REASONS,
    "forgotten": FORGOTTEN,
    "channels": CHANNELS,
    "outcomes": OUTCOMES,
}
