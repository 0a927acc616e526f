"""The kiosk's screens, one decision each: language, number, consent, finger, "is this you?", phone, code, done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import httpx
import segno
import zxingcpp
from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from PIL import Image, UnidentifiedImageError
from werkzeug.wrappers import Response

from bawaba_attestor import Attestor, Claims, Problem, Subject, Unavailable
from bawaba_kiosk.visits import Visit, Visits

blueprint = Blueprint("kiosk", __name__)
COOKIE = "visit"
FINGER = "right_index"
Screen = Callable[[Visit], Any]
KINDS = {"1": "national_id", "2": "iqama", "3": "border_number", "4": "border_number"}


@dataclass(frozen=True)
class Reader:
    """How the person reads: for the design's macros."""

    language: str
    text_size: str = "normal"

    @property
    def direction(self) -> str:
        """Of the screen."""
        return "ltr" if self.language == "en" else "rtl"


def show(name: str, visit: Visit | None, seconds: int = 0, **values: Any) -> str:
    """A screen that clears itself."""
    config = current_app.config["KIOSK"]
    reader = Reader(visit.language if visit else "ar")
    return render_template(
        f"{name}.html", reader=reader, visit=visit, seconds=seconds or config.idle_seconds, config=config, **values
    )


def visits() -> Visits:
    """What this kiosk remembers."""
    found: Visits = current_app.extensions["visits"]
    return found


def attestor() -> Attestor:
    """The line to the portal."""
    found: Attestor = current_app.extensions["attestor"]
    return found


def in_visit(screen: Screen) -> Callable[[], Any]:
    """Only during a visit; what the portal refuses becomes a screen that tells the truth."""

    @wraps(screen)
    def seen() -> Any:
        visit = visits().of(request.cookies.get(COOKIE, ""))
        if visit is None:
            return redirect(url_for("kiosk.welcome"))
        try:
            return screen(visit)
        except Unavailable:
            return show("offline", visit), 503
        except Problem as problem:
            return _refused(visit, problem)

    return seen


def _refused(visit: Visit, problem: Problem) -> Any:
    if problem.slug in {"phone-in-use", "too-many-codes", "phone-invalid"}:
        return show("phone", visit, problem=problem)
    if problem.slug in {"identifier-invalid", "reference-unknown", "request-invalid"}:
        return show("number", visit, problem=problem)
    return show("over", visit, problem=problem), 409


@blueprint.get("/")
def welcome() -> Any:
    """Language first; whoever was here before is forgotten."""
    visits().end(request.cookies.get(COOKIE, ""))
    answer = make_response(show("welcome", None))
    answer.delete_cookie(COOKIE)
    return answer


@blueprint.post("/begin")
def begin() -> Response:
    """A language was touched."""
    language = "en" if request.form.get("language") == "en" else "ar"
    answer = redirect(url_for("kiosk.number"))
    answer.set_cookie(COOKIE, visits().begin(language), httponly=True, samesite="Strict")
    return answer


@blueprint.route("/number", methods=["GET", "POST"])
@in_visit
def number(visit: Visit) -> Any:
    """Type the number on the keypad, or scan the receipt."""
    if request.method == "GET":
        return show("number", visit, problem=None)
    typed = _pressed(request.form, "number", 12)
    if "key" in request.form:
        visit.number = typed
        return show("number", visit, problem=None)
    visit.kind, visit.number = KINDS.get(typed[:1], "national_id"), typed
    return redirect(url_for("kiosk.consent"))


@blueprint.post("/scan")
@in_visit
def scan(visit: Visit) -> Any:
    """A picture of the receipt's QR code: a shortcut for typing, never authority."""
    picture = request.files.get("picture")
    try:
        with Image.open(picture.stream) as image:  # type: ignore[union-attr]  # caught below
            found = zxingcpp.read_barcodes(image.convert("L"))
    except (AttributeError, UnidentifiedImageError, OSError):
        found = []
    if not found:
        return show("number", visit, problem=None, unread=True)
    visit.kind, visit.number = "reference", found[0].text
    return redirect(url_for("kiosk.consent"))


@blueprint.route("/consent", methods=["GET", "POST"])
@in_visit
def consent(visit: Visit) -> Any:
    """Before the first capture; then the visit is opened."""
    if request.method == "GET":
        return show("consent", visit)
    config = current_app.config["KIOSK"]
    if visit.kind == "reference":
        visit.opened = attestor().open_visit_by_reference(visit.number, config.place, visit.language, config.terms)
    else:
        visit.opened = attestor().open_visit(visit.kind, visit.number, config.place, visit.language, config.terms)
    return redirect(url_for("kiosk.finger"))


@blueprint.route("/finger", methods=["GET", "POST"])
@in_visit
def finger(visit: Visit) -> Any:
    """The reader reads; the register compares and can refuse."""
    slow = current_app.config["KIOSK"].slow_seconds
    if request.method == "GET":
        return show("finger", visit, slow, tray=_tray(), wait=0)
    laid = _tray().get(request.form.get("laid", ""), {}).get(FINGER, "")
    capture = current_app.extensions["reader"].capture(FINGER, laid or "0" * 64)
    answer = attestor().send_biometric(visit.opened["visit"], FINGER, capture.device, capture.format, capture.sample)
    visit.tries += 1
    if not answer["match"]:
        return show("finger", visit, slow, tray=_tray(), wait=answer.get("wait_seconds", 0))
    visit.person = answer
    return redirect(url_for("kiosk.is_this_you"))


@blueprint.route("/is-this-you", methods=["GET", "POST"])
@in_visit
def is_this_you(visit: Visit) -> Any:
    """Name and birth year as the register has them."""
    if not visit.person:
        return redirect(url_for("kiosk.finger"))
    if request.method == "GET":
        return show("is_this_you", visit)
    return redirect(url_for("kiosk.phone"))


@blueprint.route("/phone", methods=["GET", "POST"])
@in_visit
def phone(visit: Visit) -> Any:
    """The phone in the hand."""
    if request.method == "GET":
        return show("phone", visit, problem=None)
    typed = _pressed(request.form, "phone", 16)
    visit.phone = typed
    if "key" in request.form:
        return show("phone", visit, problem=None)
    visit.phone = attestor().send_phone(visit.opened["visit"], typed)["phone"]
    return redirect(url_for("kiosk.code"))


@blueprint.route("/code", methods=["GET", "POST"])
@in_visit
def code(visit: Visit) -> Any:
    """The live code from that phone."""
    slow = current_app.config["KIOSK"].slow_seconds
    typed = _pressed(request.form, "code", 6) if request.method == "POST" else ""
    if request.method == "GET" or "key" in request.form:
        return show("code", visit, slow, typed=typed, wrong=False)
    answer = attestor().send_code(visit.opened["visit"], typed)
    if not answer["proven"]:
        return show("code", visit, slow, typed="", wrong=True)
    visit.proof = answer
    return redirect(url_for("kiosk.agree"))


@blueprint.route("/agree", methods=["GET", "POST"])
@in_visit
def agree(visit: Visit) -> Any:
    """An enrolment that waits: mine or not mine. None: the terms, and kiosk first."""
    if not visit.proof:
        return redirect(url_for("kiosk.code"))
    if request.method == "GET":
        return show("agree", visit, current_app.config["KIOSK"].slow_seconds)
    use = request.form.get("mine") == "yes" and visit.proof["enrolment"] is not None
    if request.form.get("mine") == "no" and not request.form.get("terms"):
        visit.proof = {**visit.proof, "enrolment": None}
        return show("agree", visit, current_app.config["KIOSK"].slow_seconds)
    with visit.lock:  # a second touch finds the first one's outcome
        visit.outcome = visit.outcome or _attest(visit, use)
    return redirect(url_for("kiosk.done"))


@blueprint.get("/done")
@in_visit
def done(visit: Visit) -> Any:
    """What came of it."""
    if not visit.outcome:
        return redirect(url_for("kiosk.agree"))
    door = "/first-login" if visit.outcome.get("first_login") else "/login"
    return show("done", visit, qr=_qr(current_app.config["KIOSK"].portal + door))


@blueprint.get("/cannot")
@in_visit
def cannot(visit: Visit) -> Any:
    """A way on for whom the kiosk cannot help."""
    return show("cannot", visit)


def _qr(address: str) -> Markup:
    """The receipt: where the person goes on, on their own phone."""
    drawn = segno.make(address, error="m").svg_inline(border=2, svgclass=None, lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704 - drawn here


def _attest(visit: Visit, use: bool) -> dict[str, Any]:
    config = current_app.config["KIOSK"]
    claims = Claims(
        method="fingerprint",
        place=config.place,
        visit=visit.opened["visit"],
        challenge=visit.opened["challenge"],
        enrolment="use" if use else "discard",
        terms_version=visit.proof.get("terms_version") or config.terms,
        language=visit.language,
        evidence=[{"type": "biometric", "check_method": "fingerprint_1to1"}],
    )
    said = visit.person["identifier"]
    subject = Subject(said["kind"], said["number"], visit.phone, datetime.now(UTC))
    return attestor().attest(subject, claims).body


def _pressed(form: Any, name: str, most: int) -> str:
    """What stands in the field after a key of the keypad was touched; the field can be typed in as well."""
    typed = "".join(form.get(name, "").split())[:most]
    key = form.get("key", "")
    if key == "back":
        return typed[:-1]
    return (typed + key)[:most]


def _tray() -> dict[str, dict[str, str]]:
    """Fingers that could lie on a simulated glass."""
    given = current_app.extensions["fingers"]
    if given is not None:
        return dict(given)
    try:
        return dict(httpx.get(current_app.config["KIOSK"].fingers, timeout=2).json())
    except (httpx.HTTPError, ValueError):
        return {}
