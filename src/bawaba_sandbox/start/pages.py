"""Everybody of the cast, with numbers and passwords, and a link to every screen."""

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response

from bawaba_sandbox.bank.store import BANKS, pin_of

blueprint = Blueprint("start", __name__)


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


@blueprint.get("/")
def page() -> str:
    """The start page."""
    cast = [{**one, "pin": pin_of(one["person_key"])} for one in current_app.extensions["cast"] if one["said_en"]]
    return render_template("start.html", cast=cast, banks=BANKS)


@blueprint.get("/cast.json")
def cast() -> Response:
    """For rehearsals: {slug: {number, phone, …}}."""
    return jsonify({one["slug"]: one for one in current_app.extensions["cast"]})


@blueprint.get("/language/<language>")
def language(language: str) -> Response:
    """Switch, and go back to where one was on this site."""
    session["lang"] = "en" if language == "en" else "ar"
    back = request.args.get("next", "/")
    return redirect(back if back.startswith("/") and not back.startswith("//") else "/")
