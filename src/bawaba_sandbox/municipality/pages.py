"""The municipality's pages: log in through the portal, see what it told us, log out there and here."""

from pathlib import Path
from typing import Any

import httpx
from flask import Blueprint, current_app, redirect, render_template, request, session
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from bawaba_attestor import public_jwks
from bawaba_sandbox.config import Config
from bawaba_sandbox.keys import kept_key
from bawaba_sandbox.municipality.provider import SLUG, NotLoggedIn, Provider

blueprint = Blueprint("municipality", __name__, url_prefix="/municipality")
PROBLEMS = (NotLoggedIn, JoseError, httpx.HTTPError, ValueError, KeyError, TypeError)
WANTS = {"name": "openid profile", "permits": "openid profile identity phone"}
KEPT_MOST = 1000  # sessions that have ended, remembered


@blueprint.get("/")
def home() -> str:
    """The site, with whoever is logged in."""
    person = session.get("resident")
    if person and person["sid"] in _gone():
        person = session.pop("resident") and None
    return render_template("municipality.html", person=person, said=request.args.get("said", ""))


@blueprint.post("/enter")
def enter() -> Response:
    """To the portal, with a request that it has already."""
    scope = WANTS.get(request.form.get("what", ""), WANTS["name"])
    try:
        address, session["begun"] = _provider().begin(scope)
    except PROBLEMS:
        return redirect("/municipality/?said=unavailable")
    return redirect(address)


@blueprint.get("/back")
def back() -> Response:
    """From the portal, with a code or with a no."""
    kept = session.pop("begun", {})
    try:
        found = _provider().finish(request.args.to_dict(), kept)
    except NotLoggedIn as refused:
        return redirect(f"/municipality/?said={'declined' if refused.error == 'access_denied' else 'refused'}")
    except PROBLEMS:
        return redirect("/municipality/?said=unavailable")
    claims = found["claims"]
    _gone().pop(claims["sid"], None)  # logged in anew from the same session at the portal
    session["resident"] = {
        "sid": claims["sid"],
        "acr": claims["acr"],
        "about": found["about"],
        "hint": found["id_token"],
    }
    return redirect("/municipality/")


@blueprint.post("/leave")
def leave() -> Response:
    """Out here, and on to the portal, which asks whether to log out there too."""
    person = session.pop("resident", None)
    if not person:
        return redirect("/municipality/")
    try:
        return redirect(_provider().leave(person["hint"], f"{_config().url}/municipality/?said=bye"))
    except PROBLEMS:
        return redirect("/municipality/?said=bye")


@blueprint.post("/gone")
def gone() -> tuple[str, int]:
    """The portal tells that somebody logged out there."""
    try:
        ended = _provider().gone(request.form.get("logout_token", ""))
    except PROBLEMS:
        return "", 400
    remembered = _gone()
    remembered[ended] = True
    while len(remembered) > KEPT_MOST:
        remembered.pop(next(iter(remembered)))
    return "", 200


def described(config: Config) -> dict[str, Any]:
    """For ``bawaba relying-party load``."""
    here = f"{config.url}/municipality"
    return {
        "slug": SLUG,
        "name": {"ar": "بلدية العاصمة", "en": "Municipality of the Capital"},
        "purpose": {
            "ar": "لنجد رخصك البلدية ونراسلك بشأنها.",
            "en": "To find your municipal permits and write to you about them.",
        },
        "site": f"{here}/",
        "redirect_uris": [f"{here}/back"],
        "logout_uris": [f"{here}/?said=bye"],
        "logout_notice_uri": f"{here}/gone",
        "authentication": "private_key_jwt",
        "keys": public_jwks(_key(config.folder)),
        "scopes": ["openid", "profile", "identity", "phone"],
        "assurance": 2,
        "signed_with": "ES256",
        "pushed_only": True,
    }


def _provider() -> Provider:
    config, transport = _config(), current_app.extensions.get("callback_transport")
    return Provider(config.portal, f"{config.url}/municipality/back", _key(config.folder), transport)


def _config() -> Config:
    found: Config = current_app.config["SANDBOX"]
    return found


def _gone() -> dict[str, bool]:
    found: dict[str, bool] = current_app.extensions["gone"]
    return found


def _key(folder: Path) -> dict[str, Any]:
    return kept_key(folder / "municipality-key.json")
