"""The banks' own pages: let the customer in, prove the phone the bank knows, vouch, and tell honestly what came of it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from bawaba_attestor import Claims, Problem, Subject, Unavailable
from bawaba_sandbox.bank.store import BANKS, Banks, Proof, right_secret
from bawaba_sandbox.messages import Messages
from bawaba_sandbox.register.store import Store

blueprint = Blueprint("bank", __name__, url_prefix="/bank")
CHANGES = ("atm", "branch")  # where this bank takes another phone: with the card, or before a clerk
PHONE = re.compile(r"\+[1-9][0-9]{7,14}")
METHODS = {"online": "online_banking", "atm": "atm", "phone": "phone_banking", "branch": "branch"}
CODE_LIFE = timedelta(minutes=5)
TRIES = 3


def _banks() -> Banks:
    found: Banks = current_app.extensions["banks"]
    return found


def _register() -> Store:
    found: Store = current_app.extensions["register"]
    return found


@blueprint.get("/")
def banks() -> str:
    """All banks."""
    return render_template("bank/banks.html", banks=BANKS)


@blueprint.get("/<bank>/<way>")
def enter(bank: str, way: str, wrong: str = "") -> str:
    """The screen on which a customer identifies."""
    if bank not in BANKS or way not in METHODS:
        abort(404)
    return render_template("bank/enter.html", bank=BANKS[bank], way=way, wrong=wrong)


@blueprint.post("/<bank>/<way>")
def identify(bank: str, way: str) -> str | Response:
    """Customer and secret; in a branch the clerk vouches for the document."""
    if bank not in BANKS or way not in METHODS:
        abort(404)
    key = _customer(way)
    phone = _register().phone_of(key) if key else None
    if key is None or phone is None:
        return enter(bank, way, wrong="credentials")
    handle, proof = _banks().begin(key, METHODS[way])
    _send_code(bank, phone, proof)
    session["proof"] = handle
    return redirect(url_for("bank.confirm", bank=bank, way=way))


@blueprint.get("/<bank>/<way>/renew")
def ask_renewal(bank: str, way: str, wrong: str = "") -> str:
    """Another phone for a customer who has a government account already: the bank attests anew, with that phone."""
    if bank not in BANKS or way not in CHANGES:
        abort(404)
    return render_template("bank/enter.html", bank=BANKS[bank], way=way, wrong=wrong, renew=True)


@blueprint.post("/<bank>/<way>/renew")
def renew(bank: str, way: str) -> str | Response:
    """The code goes to the new phone: only who holds it goes on."""
    if bank not in BANKS or way not in CHANGES:
        abort(404)
    key, phone = _customer(way), request.form.get("phone", "").replace(" ", "")
    if key is None or not PHONE.fullmatch(phone):
        return ask_renewal(bank, way, wrong="credentials")
    handle, proof = _banks().begin(key, METHODS[way], phone)
    _send_code(bank, phone, proof)
    session["proof"] = handle
    return redirect(url_for("bank.confirm", bank=bank, way=way))


@blueprint.get("/<bank>/<way>/activate")
def confirm(bank: str, way: str, wrong: str = "") -> str | Response:
    """Activate my government account: what the bank will state, and the code."""
    proof = _proof()
    if proof is None or bank not in BANKS:
        return redirect(url_for("bank.enter", bank=bank, way=way))
    record = _register().person(proof.person_key) or abort(404)
    phone, renewed = _phone_of(proof), bool(proof.phone)
    return render_template(
        "bank/confirm.html", bank=BANKS[bank], way=way, record=record, phone=phone, wrong=wrong, renewed=renewed
    )


@blueprint.post("/<bank>/<way>/activate")
def vouch(bank: str, way: str) -> str | Response:
    """The code was typed: sign the statement and send it."""
    proof = _proof()
    if proof is None or bank not in BANKS:
        return enter(bank, way, wrong="late")
    if proof.tries >= TRIES:
        return (ask_renewal if proof.phone else enter)(bank, way, wrong="tries")
    if not _right_code(proof, request.form.get("code", "")):
        return confirm(bank, way, wrong="code")
    session.pop("proof", None)
    return render_template(
        "bank/outcome.html", bank=BANKS[bank], way=way, outcome=_attest(bank, proof), renewed=bool(proof.phone)
    )


def _phone_of(proof: Proof) -> str:
    return proof.phone or _register().phone_of(proof.person_key) or ""


def _attest(bank: str, proof: Proof) -> str:
    record = _register().person(proof.person_key) or abort(404)
    try:
        answer = _banks().attestors[bank].attest(_subject(record, proof), _claims(proof, bank))
    except Unavailable:
        return "unavailable"
    except Problem as problem:
        current_app.logger.warning("the portal answered %s", problem.slug)
        return "problem"
    return answer.word


def _subject(record: dict[str, Any], proof: Proof) -> Subject:
    current = next(one for one in record["identifiers"] if one["current"])
    return Subject(
        kind=current["kind"],
        number=current["number"],
        phone=_phone_of(proof),
        phone_verified_at=proof.proven_at or datetime.now(UTC),
        birth_date=record["birth_date"],
        nationality=record["nationality"],
        given_name=record["names"]["en"]["first"],
        family_name=record["names"]["en"]["family"],
    )


def _claims(proof: Proof, bank: str) -> Claims:
    return Claims(
        method=proof.method,
        place="main",
        customer_reference=f"{bank}-{proof.person_key[:8]}",
        operator="clerk-1" if proof.method == "branch" else "",
        language=session.get("lang", "ar"),
        evidence=[{"type": "electronic_record", "record": {"type": "bank_account"}}],
    )


def _customer(way: str) -> str | None:
    """The person key behind what was typed, or None."""
    user, secret = request.form.get("user", "").strip(), request.form.get("secret", "")
    part = next((one for one in current_app.extensions["cast"] if user in {one["slug"], one["number"]}), None)
    key = part["person_key"] if part else _by_number(user)
    if key is None:
        return None
    if way == "branch":
        return key if secret == "demo-clerk" and request.form.get("seen") else None
    return key if right_secret(key, part["slug"] if part else None, secret) else None


def _by_number(number: str) -> str | None:
    kinds = ("national_id", "iqama", "border_number")
    return next((key for kind in kinds if (key := _register().key_of(kind, number))), None)


def _send_code(bank: str, phone: str, proof: Proof) -> None:
    messages: Messages = current_app.extensions["messages"]
    name = BANKS[bank]
    text = f"{name.ar}: رمز التأكيد {proof.code}\n{name.en}: your confirmation code is {proof.code}"
    messages.add_sms(phone, name.en[:11], text)


def _proof() -> Proof | None:
    found = _banks().proofs.get(session.get("proof", ""))
    return found if found and datetime.now(UTC) - found.sent_at < CODE_LIFE else None


def _right_code(proof: Proof, typed: str) -> bool:
    proof.tries += 1
    if proof.tries > TRIES or typed.strip() != proof.code:
        return False
    proof.proven_at = datetime.now(UTC)
    return True
