"""What it comes to: mine or not mine, the outcome and its receipt, and the way on for whom a kiosk cannot help."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import segno
from flask import current_app, redirect, request, url_for
from markupsafe import Markup

from bawaba_attestor import Claims, Problem, Subject, Unavailable
from bawaba_kiosk.screens.frame import COOKIE, attestor, blueprint, go, here, in_visit, show, visits
from bawaba_kiosk.visits import Visit

HERE = timezone(timedelta(hours=3))


@blueprint.route("/agree", methods=["GET", "POST"])
@in_visit
def agree(visit: Visit) -> Any:
    """An enrolment that waits: mine or not mine. None: the terms, and kiosk first."""
    if not visit.proof:
        return go("code")
    if request.method == "GET":
        return show("agree", visit)
    use = request.form.get("mine") == "yes" and visit.proof["enrolment"] is not None
    if not use and not request.form.get("terms"):
        visit.proof = {**visit.proof, "enrolment": None}
        return show("agree", visit)
    visit.outcome = known(visit) or _attest(visit, use)
    return go("done")


@blueprint.get("/done")
@in_visit
def done(visit: Visit) -> Any:
    """What came of it."""
    if not visit.outcome:
        return go("agree")
    if visit.task == "account":
        return _settled(visit)
    door = "/first-login" if visit.outcome.get("first_login") else "/login"
    address = current_app.config["KIOSK"].portal + door
    now = datetime.now(HERE).replace(microsecond=0)
    return show("done", visit, qr=_qr(address), address=address, place=here(), now=now)


@blueprint.get("/cannot")
def cannot() -> Any:
    """A way on for whom the kiosk cannot help: the nearest counters."""
    visit = visits().of(request.cookies.get(COOKIE, ""))
    if visit is None:
        return redirect(url_for("kiosk.welcome"))
    counters = current_app.extensions["elsewhere"].nearest(here())
    return show("cannot", visit, counters=counters, portal=current_app.config["KIOSK"].portal)


def _settled(visit: Visit) -> Any:
    """What was done with an account; of a closed one the seal of its certificate."""
    portal, now = current_app.config["KIOSK"].portal, datetime.now(HERE).replace(microsecond=0)
    seal = visit.outcome.get("seal")
    return show("settled", visit, qr=_qr(seal) if seal else "", portal=portal, place=here(), now=now)


def _qr(address: str) -> Markup:
    """The receipt: where the person goes on, on their own phone."""
    drawn = segno.make(address, error="m").svg_inline(border=2, svgclass=None, lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704 - drawn here


def known(visit: Visit) -> dict[str, Any] | None:
    """What came of a statement whose answer was lost; None when it never arrived, so that it may be made again."""
    if not visit.unanswered:
        return None
    try:
        return attestor().outcome(visit.unanswered)
    except Problem as problem:
        if problem.slug != "attestation-unknown":
            raise
        return None


def _attest(visit: Visit, use: bool) -> dict[str, Any]:
    config = current_app.config["KIOSK"]
    claims = Claims(
        method="fingerprint",
        place=here()["slug"],
        visit=visit.opened["visit"],
        challenge=visit.opened["challenge"],
        enrolment="use" if use else "discard",
        terms_version=visit.proof.get("terms_version") or config.terms,
        language=visit.language,
        evidence=[{"type": "biometric", "check_method": "fingerprint_1to1"}],
    )
    said = visit.person["identifier"]
    subject = Subject(said["kind"], said["number"], visit.phone, datetime.now(UTC))
    try:
        return attestor().attest(subject, claims).body
    except Unavailable as lost:
        visit.unanswered = lost.jti
        raise
