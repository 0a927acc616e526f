"""What arrived in each mailbox."""

from flask import Blueprint, Response, current_app, jsonify, render_template

from bawaba_sandbox.messages import Messages

blueprint = Blueprint("mail", __name__, url_prefix="/mail")


def _messages() -> Messages:
    found: Messages = current_app.extensions["messages"]
    return found


@blueprint.get("/")
def boxes() -> str:
    """All mailboxes."""
    messages = _messages()
    return render_template("mail.html", boxes={one: messages.of("mail", one) for one in messages.recipients("mail")})


@blueprint.get("/api/<address>")
def api(address: str) -> Response:
    """For rehearsals."""
    return jsonify({"messages": [{**one, "from": one["sender"]} for one in _messages().of("mail", address)]})
