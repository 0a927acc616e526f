"""Who has an account already pauses, resumes or closes it: what they want, whether they are sure, and the signed statement."""

from datetime import UTC, datetime
from typing import Any

from flask import request

from bawaba_attestor import Claims, Subject, Unavailable
from bawaba_kiosk.screens.end import known
from bawaba_kiosk.screens.frame import attestor, blueprint, go, here, in_visit, show
from bawaba_kiosk.visits import Visit

WISHES = ("pause", "resume", "close")


@blueprint.route("/account", methods=["GET", "POST"])
@in_visit
def account(visit: Visit) -> Any:
    """What to do with it; nothing is done yet."""
    if not visit.confirmed:
        return go("is_this_you")
    if request.method == "GET" or request.form.get("wish") not in WISHES:
        return show("account", visit)
    visit.wish = request.form["wish"]
    return go("sure")


@blueprint.route("/sure", methods=["GET", "POST"])
@in_visit
def sure(visit: Visit) -> Any:
    """What it means, and the last touch."""
    if not visit.confirmed or not visit.wish:
        return go("account")
    if request.method == "GET" or request.form.get("wish") != visit.wish:
        return show("sure", visit)
    visit.outcome = known(visit) or _state(visit)
    return go("done")


def _state(visit: Visit) -> dict[str, Any]:
    claims = Claims(
        method="fingerprint",
        place=here()["slug"],
        visit=visit.opened["visit"],
        challenge=visit.opened["challenge"],
        language=visit.language,
        wish=visit.wish,
        evidence=[{"type": "biometric", "check_method": "fingerprint_1to1"}],
    )
    said = visit.person["identifier"]
    try:
        return attestor().attest(Subject(said["kind"], said["number"], "", datetime.now(UTC)), claims).body
    except Unavailable as lost:
        visit.unanswered = lost.jti
        raise
