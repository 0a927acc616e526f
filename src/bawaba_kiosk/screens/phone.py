"""Possession: the phone in the hand, and the live code that it receives."""

from typing import Any

from flask import request

from bawaba_attestor import Problem
from bawaba_kiosk.screens.frame import attestor, blueprint, go, in_visit, is_second_touch, pressed, show
from bawaba_kiosk.visits import Visit


@blueprint.route("/phone", methods=["GET", "POST"])
@in_visit
def phone(visit: Visit) -> Any:
    """The phone in the hand; the same number again is a second touch and sends nothing."""
    if not visit.confirmed:
        return go("is_this_you")
    if request.method == "GET":
        return show("phone", visit)
    typed = pressed("phone", 16)
    if "key" in request.form:
        return show("phone", visit, typed=typed)
    if visit.phone and typed in visit.phone_as_typed:
        return go("code")
    sent = attestor().send_phone(visit.opened["visit"], typed)["phone"]
    visit.phone, visit.phone_as_typed, visit.code_tries, visit.proof = sent, {typed, sent}, 0, {}
    return go("code")


@blueprint.post("/resend")
@in_visit
def resend(visit: Visit) -> Any:
    """Another code to the same phone; how long to wait when that is too soon."""
    if not visit.phone or visit.proof:
        return go("code")
    try:
        attestor().send_phone(visit.opened["visit"], visit.phone)
    except Problem as problem:
        if problem.slug != "too-many-codes":
            raise
        return show("code", visit, wait=problem.retry_after)
    visit.code_tries = 0
    return show("code", visit, sent_again=True)


@blueprint.route("/code", methods=["GET", "POST"])
@in_visit
def code(visit: Visit) -> Any:
    """The live code from that phone."""
    if not visit.phone:
        return go("phone")
    if visit.proof:
        return go("agree")
    typed = pressed("code", 6) if request.method == "POST" else ""
    if request.method == "GET" or "key" in request.form or is_second_touch(visit.code_tries):
        return show("code", visit, typed=typed)
    answer = attestor().send_code(visit.opened["visit"], typed)
    if not answer["proven"]:
        visit.code_tries += 1
        return show("code", visit, wrong=True, tries_left=answer["tries_left"])
    visit.proof = answer
    return go("agree")
