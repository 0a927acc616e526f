"""Each phone's messages as on a phone, and a generic SMS gateway over JSON."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from bawaba_sandbox.messages import Messages
from bawaba_sandbox.smsc.numbers import fate_of

REFUSALS = {"no_such_number": (422, "No such number"), "busy": (429, "Later")}
blueprint = Blueprint("phones", __name__)
OTHERS = 20  # phones beside the cast's on the page


def _messages() -> Messages:
    found: Messages = current_app.extensions["messages"]
    return found


@blueprint.get("/phones/")
@blueprint.get("/phones/<msisdn>")
def phones(msisdn: str = "") -> str:
    """The cast's phones, and any other that received something."""
    messages = _messages()
    known = {one["phone"].lstrip("+"): one for one in current_app.extensions["cast"] if one["said_en"]}
    others = [one for one in messages.recipients("sms") if one not in known][:OTHERS]
    chosen = msisdn or next(iter(messages.recipients("sms")), next(iter(known)))
    return render_template(
        "phones.html", known=known, others=others, chosen=chosen, messages=messages.of("sms", chosen)
    )


@blueprint.get("/phones/api/<msisdn>")
def api(msisdn: str) -> Response:
    """For rehearsals: newest first."""
    rows = _messages().of("sms", msisdn)
    return jsonify({"messages": [{"at": one["at"], "from": one["sender"], "text": one["text"]} for one in rows]})


@blueprint.post("/sms/v1/messages")
def gateway() -> tuple[Response, int]:
    """The JSON gateway (docs/api/sms.md)."""
    if request.headers.get("Authorization") != f"Bearer {current_app.config['SANDBOX'].sms_password}":
        return jsonify({"title": "Unknown key"}), 401
    body = request.get_json(silent=True) or {}
    if not str(body.get("to", "")).startswith("+") or not body.get("text"):
        return jsonify({"title": "to and text"}), 422
    refusal = REFUSALS.get(fate_of(body["to"]))
    if refusal is not None:
        return jsonify({"title": refusal[1]}), refusal[0]
    number = _messages().add_sms(body["to"], str(body.get("from", "")), body["text"], body.get("ref"))
    return jsonify({"id": str(number)}), 202
