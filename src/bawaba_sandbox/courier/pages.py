"""The courier's API (docs/api/delivery.md), and the page on which its clerk moves a parcel on."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bawaba_sandbox.courier.store import NEXT, Parcels

blueprint = Blueprint("courier", __name__, url_prefix="/courier")
PLACE = ("short", "building", "street", "district", "city", "post_code")
UNSERVED = "99999"  # a post code to which nobody drives


def _parcels() -> Parcels:
    found: Parcels = current_app.extensions["parcels"]
    return found


@blueprint.before_request
def let_in() -> tuple[Response, int] | None:
    """Bearer key on the API; switches of a rehearsal."""
    if not request.path.startswith("/courier/v1/"):
        return None
    if current_app.extensions["switches"].get("courier") == "down":
        return jsonify({"title": "Down for a rehearsal"}), 503
    if request.headers.get("Authorization") != f"Bearer {current_app.config['SANDBOX'].delivery_key}":
        return jsonify({"title": "Unknown key"}), 401
    return None


@blueprint.post("/v1/parcels")
def take() -> tuple[Response, int]:
    """A new parcel, once a key."""
    body, key = request.get_json(silent=True) or {}, request.headers.get("Idempotency-Key", "")
    address = body.get("address") if isinstance(body.get("address"), dict) else {}
    missing = {"reference", "name", "phone"} - set(body) | (set(PLACE) - set(address))
    if missing or not key:
        return jsonify({"title": "Incomplete", "missing": sorted(missing)}), 422
    if address["post_code"] == UNSERVED:
        return jsonify({"title": "Nobody drives there"}), 422
    return jsonify(_view(_parcels().take(key, body))), 201


@blueprint.get("/v1/parcels/<tracking>")
def status(tracking: str) -> tuple[Response, int]:
    """Where it is."""
    found = _parcels().one(tracking)
    return (jsonify(_view(found)), 200) if found else (jsonify({"title": "Unknown"}), 404)


@blueprint.post("/control")
def control() -> Response:
    """A rehearsal switches the courier down or up."""
    current_app.extensions["switches"]["courier"] = str((request.get_json(silent=True) or {}).get("mode", "up"))
    return jsonify({})


@blueprint.get("/")
def desk() -> str:
    """The clerk's page: every parcel, newest first, and where it may go."""
    return render_template("courier.html", parcels=_parcels().newest(), ways=NEXT)


@blueprint.post("/<tracking>/move")
def move(tracking: str) -> AnyResponse:
    """The clerk moves it on, from the state that the page showed."""
    _parcels().move(tracking, request.form.get("from", ""), request.form.get("to", ""))
    return redirect("/courier/")


def _view(parcel: dict[str, Any]) -> dict[str, Any]:
    return {"tracking": parcel["tracking"], "state": parcel["state"], "at": parcel["at"]}
