"""Presence: consent, finger, "is this you?"."""

from typing import Any

import httpx
from flask import current_app, request

from bawaba_attestor.tls import trusting
from bawaba_kiosk.readers import NothingRead, Reader
from bawaba_kiosk.screens.frame import attestor, blueprint, go, here, in_visit, is_second_touch, show
from bawaba_kiosk.visits import Visit

FINGERS = ("right_index", "left_index")
NOTHING = "0" * 64  # an empty glass
SECONDS = 2.0


@blueprint.route("/consent", methods=["GET", "POST"])
@in_visit
def consent(visit: Visit) -> Any:
    """Before the first capture; then the visit is opened."""
    if not visit.number:
        return go("number")
    if request.method == "GET":
        return show("consent", visit)
    if not visit.opened:
        visit.opened = _open(visit)
    return go("finger")


@blueprint.route("/finger", methods=["GET", "POST"])
@in_visit
def finger(visit: Visit) -> Any:
    """The reader reads; the register compares and can refuse."""
    if not visit.opened:
        return go("consent")
    if visit.person:
        return go("is_this_you")
    if request.method == "GET" or is_second_touch(visit.tries):
        return show("finger", visit, tray=_tray(), wait=0)
    if request.form.get("finger") in FINGERS:
        visit.finger = request.form["finger"]
    if "laid" not in request.form:
        return show("finger", visit, tray=_tray(), wait=0)
    try:
        answer = _read(visit, request.form["laid"])
    except NothingRead as nothing:
        current_app.logger.warning("nothing read: %s", nothing)
        return show("finger", visit, tray=_tray(), wait=0, unread=True)
    if not answer["match"]:
        visit.tries += 1
        return show("finger", visit, tray=_tray(), wait=answer.get("wait_seconds", 0))
    visit.person = answer
    return go("is_this_you")


@blueprint.route("/is-this-you", methods=["GET", "POST"])
@in_visit
def is_this_you(visit: Visit) -> Any:
    """Name and birth year as the register has them."""
    if not visit.person:
        return go("finger")
    if request.method == "GET":
        return show("is_this_you", visit)
    visit.confirmed = True
    return go("account" if visit.task == "account" else "phone")


def _open(visit: Visit) -> dict[str, Any]:
    config = current_app.config["KIOSK"]
    if visit.kind == "reference":
        return attestor().open_visit_by_reference(visit.number, here()["slug"], visit.language, config.terms)
    return attestor().open_visit(visit.kind, visit.number, here()["slug"], visit.language, config.terms)


def _read(visit: Visit, laid: str) -> dict[str, Any]:
    pattern = _listed().get(laid, {}).get("fingers", {}).get(visit.finger, NOTHING)
    capture = _reader().capture(visit.finger, pattern)
    return attestor().send_biometric(
        visit.opened["visit"], visit.finger, capture.device, capture.format, capture.sample
    )


def _reader() -> Reader:
    found: Reader = current_app.extensions["reader"]
    return found


def _tray() -> dict[str, dict[str, Any]]:
    """What the page offers; nothing while the rehearsal does not answer."""
    try:
        return _listed()
    except NothingRead:
        return {}


def _listed() -> dict[str, dict[str, Any]]:
    """Who could lay a finger on a simulated glass: {slug: {names, shown, fingers}}. Nobody says so of a real one.

    NothingRead when the rehearsal does not say: that is nobody's wrong finger.
    """
    if not _reader().rehearses:
        return {}
    given = current_app.extensions["fingers"]
    if given is not None:
        return dict(given)
    try:
        return dict(httpx.get(current_app.config["KIOSK"].fingers, timeout=SECONDS, verify=trusting()).json())
    except (httpx.HTTPError, ValueError) as error:
        raise NothingRead(type(error).__name__) from error
