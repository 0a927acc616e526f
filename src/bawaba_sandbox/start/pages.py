"""Everybody of the cast, with numbers and passwords, a link to every screen, and the switches of a rehearsal."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from bawaba_sandbox.bank.store import BANKS, pin_of
from bawaba_sandbox.register.traffic import RIYADH
from bawaba_sandbox.register.world import die, end_guardianship

blueprint = Blueprint("start", __name__)
SWITCHES = {"register": ("up", "down", "slow"), "pay": ("up", "down"), "courier": ("up", "down")}
POPULATIONS = ("citizen", "resident", "dependent", "visitor", "gcc_citizen")
JSON_DOORS = ("/register/v1/", "/abis/v1/", "/pay/v1/", "/courier/v1/", "/push/v1/", "/sms/v1/")


@blueprint.app_context_processor
def both_languages() -> dict[str, object]:
    """``t(ar, en)`` in every template of the sandbox."""
    language = session.get("lang", "ar")
    return {
        "t": lambda ar, en: en if language == "en" else ar,
        "lang": language,
        "dir": "ltr" if language == "en" else "rtl",
        "config": current_app.config["SANDBOX"],
    }


@blueprint.app_template_filter("clock")
def clock(moment: str) -> str:
    """An ISO moment as a phone shows it: hours and minutes where the person lives."""
    return datetime.fromisoformat(moment).astimezone(RIYADH).strftime("%H:%M")


@blueprint.get("/")
def page() -> str:
    """The start page."""
    cast = [{**one, "pin": pin_of(one["person_key"])} for one in current_app.extensions["cast"] if one["said_en"]]
    now = {name: current_app.extensions["switches"].get(name, "up") for name in SWITCHES}
    matcher = current_app.extensions["matcher"]
    return render_template(
        "start.html", matcher=matcher, cast=cast, others=_others(), banks=BANKS, switches=SWITCHES, now=now
    )


@blueprint.post("/switch")
def switch() -> AnyResponse:
    """Somebody plays an outage by hand."""
    name, mode = request.form.get("name", ""), request.form.get("mode", "")
    if mode in SWITCHES.get(name, ()):
        current_app.extensions["switches"][name] = mode
    return redirect("/")


@blueprint.post("/world")
def happen() -> AnyResponse:
    """Somebody plays what the register then reports: a death, or a guardianship that a court ends."""
    keys = {one["slug"]: one["person_key"] for one in current_app.extensions["cast"]}
    who, ward = keys.get(request.form.get("who", "")), keys.get(request.form.get("ward", ""))
    store = current_app.extensions["register"]
    if who and request.form.get("what") == "death":
        die(store, who)
    elif who and ward and request.form.get("what") == "guardianship":
        end_guardianship(store, who, ward)
    return redirect("/")


@blueprint.get("/cast.json")
def cast() -> Response:
    """For rehearsals: {slug: {number, phone, …}}."""
    return jsonify({one["slug"]: one for one in current_app.extensions["cast"]})


@blueprint.get("/language/<language>")
def language(language: str) -> AnyResponse:
    """Switch, and go back to where one was on this site."""
    session["lang"] = "en" if language == "en" else "ar"
    back = request.args.get("next", "/")
    return redirect(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")


@blueprint.app_errorhandler(HTTPException)
def astray(error: HTTPException) -> Any:
    """A page for people, JSON for programs."""
    if request.path.startswith(JSON_DOORS):
        return jsonify({"title": error.name, "status": error.code}), error.code
    return render_template("astray.html", code=error.code or 500), error.code


def _others() -> list[dict[str, Any]]:
    """One more of each population, ready to be activated: every bank knows them by number and PIN."""
    found: dict[str, dict[str, Any]] = {}
    for record, phone in current_app.extensions["register"].some(400):
        ready = (
            record["alive"] and not record["blocked"] and record["inside_country"] and record["biometric"]["on_file"]
        )
        if ready and record["population"] not in found:
            number, key = record["identifiers"][0]["number"], record["person_key"]
            told = {"number": number, "phone": phone, "pin": pin_of(key), "population": record["population"]}
            found[record["population"]] = told | {s: f"{n['first']} {n['family']}" for s, n in record["names"].items()}
    return [found[one] for one in POPULATIONS if one in found]
