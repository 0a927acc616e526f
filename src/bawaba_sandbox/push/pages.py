"""A push service (RFC 8030) as portals see it, the side that browsers see, and a page with what arrived."""

import base64
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from bawaba_sandbox.push.store import Nudges
from bawaba_sandbox.push.vapid import NotSigned, signer

blueprint = Blueprint("push", __name__, url_prefix="/push")
LARGEST = 4096  # RFC 8030: what every service takes
SOON = 1  # second
URGENCIES = ("very-low", "low", "normal", "high")
Answer = tuple[Response, int] | tuple[Response, int, dict[str, str]]


def _nudges() -> Nudges:
    found: Nudges = current_app.extensions["nudges"]
    return found


@blueprint.post("/v1/<name>")
def take(name: str) -> Answer:
    """From a portal: 201 and where it is, or why not."""
    url = current_app.config["SANDBOX"].url
    mode = current_app.extensions["switches"].get("push", "up")
    if mode == "busy":
        return jsonify({"title": "Later"}), 429, {"Retry-After": str(SOON)}
    if mode == "down":
        return jsonify({"title": "Down for a rehearsal"}), 503
    browser = _nudges().browser(name)
    if browser is None or browser["gone"]:
        return jsonify({"title": "Gone"}), 410 if browser else 404
    try:
        if signer(request.headers.get("Authorization", ""), url) != browser["key"]:
            return jsonify({"title": "Another key than the browser named"}), 403
    except NotSigned as error:
        return jsonify({"title": str(error)}), 401
    wrong = _wrong(request.headers, request.get_data())
    if wrong:
        return jsonify({"title": wrong}), 413 if wrong == "Too large" else 400
    number = _nudges().take(name, _head(request.headers), request.get_data())
    return jsonify({}), 201, {"Location": f"{url}/push/nudges/{number}", "TTL": request.headers["TTL"]}


@blueprint.post("/subscriptions")
def subscribe() -> Answer:
    """From a browser: the key by which it knows the portal; the address on which that may wake it."""
    name = _nudges().subscribe(str((request.get_json(silent=True) or {}).get("key", "")))
    return jsonify({"endpoint": f"{current_app.config['SANDBOX'].url}/push/v1/{name}"}), 201


@blueprint.get("/v1/<name>")
def fetch(name: str) -> Response:
    """From a browser: what waits for it, once."""
    found = [
        {"ttl": one["ttl"], "urgency": one["urgency"], "body": base64.b64encode(one["body"]).decode()}
        for one in _nudges().fetch(name)
    ]
    return jsonify({"nudges": found})


@blueprint.delete("/v1/<name>")
def unsubscribe(name: str) -> Response:
    """From a browser: no more."""
    _nudges().unsubscribe(name)
    return jsonify({})


@blueprint.post("/control")
def control() -> Response:
    """A rehearsal switches the service busy, down or up."""
    current_app.extensions["switches"]["push"] = str((request.get_json(silent=True) or {}).get("mode", "up"))
    return jsonify({})


@blueprint.get("/")
def arrived() -> str:
    """Everything that the service itself can know of a nudge."""
    return render_template("push.html", nudges=_nudges().newest())


def _wrong(headers: Any, body: bytes) -> str:
    if headers.get("Content-Encoding") != "aes128gcm" or not headers.get("TTL", "").isdecimal():
        return "No encryption or no TTL"
    if headers.get("Urgency", "normal") not in URGENCIES or len(headers.get("Topic", "")) > 32:  # RFC 8030
        return "No such urgency or topic"
    return "Too large" if len(body) > LARGEST else ""


def _head(headers: Any) -> dict[str, Any]:
    return {
        "ttl": int(headers["TTL"]),
        "urgency": headers.get("Urgency", "normal"),
        "topic": headers.get("Topic", ""),
    }
