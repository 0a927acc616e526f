"""The provider's API (docs/api/payment.md) and its hosted page."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from bawaba_attestor import public_jwks
from bawaba_sandbox.pay.callbacks import send_callbacks, signing_key
from bawaba_sandbox.pay.store import Payments

blueprint = Blueprint("pay", __name__, url_prefix="/pay")
CARDS = {"4000000000000002": "failed", "4111111111111111": "captured"}


def _payments() -> Payments:
    found: Payments = current_app.extensions["payments"]
    return found


def _view(payment: dict[str, Any]) -> dict[str, Any]:
    released = _payments().released(payment["id"])
    return {
        "id": payment["id"],
        "reference": payment["reference"],
        "status": payment["status"],
        "amount_halalas": payment["halalas"],
        "currency": payment["currency"],
        "captured_at": payment["ended_at"] if payment["status"] in {"captured", "refunded"} else None,
        "provider_id": payment["id"],
        "released_halalas": released,
        "held_halalas": payment["halalas"] - released if payment["status"] == "captured" else 0,
        "hosted_url": f"{current_app.config['SANDBOX'].url}/pay/{payment['id']}",
    }


@blueprint.before_request
def let_in() -> tuple[Response, int] | None:
    """Bearer key on the API; switches of a rehearsal."""
    if not request.path.startswith("/pay/v1/") or request.path.endswith("/jwks"):
        return None
    if current_app.extensions["switches"].get("pay") == "down":
        return jsonify({"title": "Down for a rehearsal"}), 503
    if request.headers.get("Authorization") != f"Bearer {current_app.config['SANDBOX'].payment_key}":
        return jsonify({"title": "Unknown key"}), 401
    return None


@blueprint.get("/v1/jwks")
def jwks() -> Response:
    """Public keys of the notices."""
    return jsonify(public_jwks(signing_key(current_app.config["SANDBOX"].folder)))


@blueprint.post("/v1/payments")
def start() -> tuple[Response, int]:
    """A new payment."""
    body, key = request.get_json(silent=True) or {}, request.headers.get("Idempotency-Key", "")
    missing = {"reference", "amount_halalas", "currency", "return_url", "callback_url"} - set(body)
    amount = body.get("amount_halalas")
    if missing or not key or not isinstance(amount, int) or amount <= 0:
        return jsonify({"title": "Incomplete", "missing": sorted(missing)}), 422
    return jsonify(_view(_payments().start(key, body))), 201


@blueprint.get("/v1/payments/<reference>")
def status(reference: str) -> tuple[Response, int]:
    """What became of it."""
    payment = _payments().by_reference(reference)
    return (jsonify(_view(payment)), 200) if payment else (jsonify({"title": "Unknown"}), 404)


@blueprint.post("/v1/payments/<reference>/refunds")
def refund(reference: str) -> tuple[Response, int]:
    """Give everything back, once."""
    payment = _payments().by_reference(reference)
    if payment is None:
        return jsonify({"title": "Unknown"}), 404
    _payments().move(payment["id"], "captured", "refunded")
    return jsonify(_view(_payments().by_reference(reference) or payment)), 200


@blueprint.post("/v1/payments/<reference>/payouts")
def pay_out(reference: str) -> tuple[Response, int]:
    """A part of what is held goes to somebody else, once a key."""
    body, key = request.get_json(silent=True) or {}, request.headers.get("Idempotency-Key", "")
    payment = _payments().by_reference(reference)
    if payment is None:
        return jsonify({"title": "Unknown"}), 404
    halalas, payee = body.get("amount_halalas"), str(body.get("payee", ""))
    whole = isinstance(halalas, int) and halalas > 0 and body.get("currency") == payment["currency"]
    if not (whole and key and payee):
        return jsonify({"title": "Incomplete"}), 422
    if not _payments().pay_out(key, payment, int(halalas), payee):
        return jsonify({"title": "Not held"}), 409
    said = {"reference": reference, "status": "released", "amount_halalas": halalas, "currency": payment["currency"]}
    return jsonify(said), 200


@blueprint.post("/control")
def control() -> Response:
    """A rehearsal switches the provider down or up."""
    current_app.extensions["switches"]["pay"] = str((request.get_json(silent=True) or {}).get("mode", "up"))
    return jsonify({})


@blueprint.get("/<number>")
def hosted(number: str) -> str:
    """The hosted page."""
    payment = _payments().by_id(number) or abort(404)
    session.setdefault("lang", "en" if payment["language"] == "en" else "ar")
    return render_template("pay.html", payment=payment)


@blueprint.post("/<number>")
def decide(number: str) -> AnyResponse:
    """Pay, or turn back; the browser goes to the merchant either way."""
    payment = _payments().by_id(number) or abort(404)
    card = "".join(request.form.get("card", "").split())
    outcome = "failed" if request.form.get("do") == "cancel" else CARDS.get(card, "failed")
    _payments().move(number, "pending", outcome)
    key = signing_key(current_app.config["SANDBOX"].folder)
    send_callbacks(_payments(), key, current_app.extensions.get("callback_transport"))
    return redirect(payment["return_url"])
