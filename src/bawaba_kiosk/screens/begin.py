"""Language, and the number: typed on the keypad or read from a receipt."""

from typing import Any

import zxingcpp
from flask import make_response, request
from PIL import Image, UnidentifiedImageError
from werkzeug.wrappers import Response

from bawaba_kiosk.screens.frame import COOKIE, blueprint, closed_screen, go, in_visit, pressed, show, standing, visits
from bawaba_kiosk.standing import CLOSED, OFFLINE
from bawaba_kiosk.visits import Visit

KINDS = {"1": "national_id", "2": "iqama", "3": "border_number", "4": "border_number"}
DIGITS = 10
LONGEST_CODE = 300  # characters in a QR code that can be a receipt
EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@blueprint.get("/")
def welcome() -> Any:
    """Language first; whoever was here before is forgotten. Offline or in quarantine it says so."""
    visits().end(request.cookies.get(COOKIE, ""))
    heard = standing().report()
    closed = heard.state in CLOSED
    answer = make_response(
        closed_screen(heard, "") if closed else show("welcome", None, offline=heard.state == OFFLINE)
    )
    answer.delete_cookie(COOKIE)
    return answer


@blueprint.post("/begin")
def begin() -> Response:
    """A language was touched."""
    return _begun("activate", request.form.get("language", ""))


@blueprint.post("/begin/account")
def begin_with_account() -> Response:
    """A language was touched by who has an account already."""
    return _begun("account", request.form.get("said", "").removeprefix("account-"))


def _begun(task: str, said: str) -> Response:
    visits().end(request.cookies.get(COOKIE, ""))
    language = "en" if said == "en" else "ar"
    answer = go("number")
    answer.set_cookie(COOKIE, visits().begin(language, task), httponly=True, samesite="Strict")
    return answer


@blueprint.route("/number", methods=["GET", "POST"])
@in_visit
def number(visit: Visit) -> Any:
    """Type the number on the keypad, or scan the receipt."""
    if request.method == "GET":
        return show("number", visit)
    typed = pressed("number", 12).translate(EASTERN)
    visit.identify(KINDS.get(typed[:1], "national_id"), typed)
    if "key" in request.form:
        return show("number", visit)
    if len(typed) != DIGITS or not typed.isdecimal():
        return show("number", visit, wrong="digits")
    return go("consent")


@blueprint.post("/scan")
@in_visit
def scan(visit: Visit) -> Any:
    """A picture of the receipt's QR code: a shortcut for typing, never authority."""
    picture = request.files.get("picture")
    try:
        with Image.open(picture.stream) as image:  # type: ignore[union-attr]  # caught below
            found = zxingcpp.read_barcodes(image.convert("L"))
    except (AttributeError, UnidentifiedImageError, OSError, Image.DecompressionBombError):
        found = []
    if not found or len(found[0].text) > LONGEST_CODE:
        return show("number", visit, wrong="unread")
    visit.identify("reference", found[0].text)
    return go("consent")
