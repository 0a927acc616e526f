"""OSIA's ``verifyFromId`` over the sandbox's matcher (docs/api/matcher.md)."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from bawaba_sandbox.register.fingerprints.nbis import MatcherDown

blueprint = Blueprint("abis", __name__, url_prefix="/abis")
GALLERIES = ("ALL", "residents")
Reply = tuple[Response, int]


@blueprint.before_request
def let_in() -> Reply | None:
    """Bearer token."""
    if request.headers.get("Authorization") == f"Bearer {current_app.config['SANDBOX'].matcher_key}":
        return None
    return _error(403, "Verification not allowed")


@blueprint.post("/v1/verify/<gallery>/<person>")
def verify(gallery: str, person: str) -> Reply:
    """One person, one finger."""
    record = current_app.extensions["register"].person(person)
    if gallery not in GALLERIES or record is None:
        return _error(404, "Unknown person or gallery")
    probe = _probe(request.get_json(silent=True))
    if probe is None or "transactionId" not in request.args:
        return _error(400, "Bad request")
    try:
        found = current_app.extensions["matcher"].verify(record, probe)
    except MatcherDown:
        return _error(500, "Unexpected error")
    return jsonify({"decision": found["match"], "scores": []}), 200


def _probe(body: Any) -> dict[str, Any] | None:
    """One fingerprint, as a picture or as a template of the standard."""
    try:
        (sample,) = body["biometricData"]
        if sample["biometricType"] != "FINGER":
            return None
        finger = {"finger": str(sample["biometricSubType"]).lower()}
        if sample.get("templateFormat") == "ISO_19794_2":
            return finger | {"format": "iso19794-2", "sample": sample["template"]}
        return finger | {"format": str(sample["mimeType"]), "sample": sample["image"]}
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _error(status: int, message: str) -> Reply:
    return jsonify({"code": status, "message": message}), status
