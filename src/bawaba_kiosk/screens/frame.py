"""What every screen has: a reader, a time after which it clears, and an honest answer when something is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bawaba_attestor import Attestor, Problem, Unavailable
from bawaba_kiosk.standing import CLOSED, Heard, Standing
from bawaba_kiosk.visits import Visit, Visits

blueprint = Blueprint("kiosk", __name__)
COOKIE = "visit"
SLOW = {"finger", "code", "agree"}  # screens on which people need longer
STEPS = {
    "number": 1,
    "consent": 2,
    "finger": 2,
    "is_this_you": 2,
    "phone": 3,
    "code": 3,
    "agree": 4,
    "account": 3,
    "sure": 4,
}
PHONE_PROBLEMS = {"phone-in-use", "too-many-codes", "phone-invalid", "phone-missing"}
NUMBER_PROBLEMS = {"identifier-invalid", "reference-unknown", "request-invalid"}
CLOSED_PROBLEMS = {"kiosk-quarantined", "not-authorised", "certificate-not-trusted"}
AGAIN = {"/resend": "/code", "/scan": "/number"}  # forms without a page of their own
Screen = Callable[[Visit], Any]


@dataclass(frozen=True)
class Reader:
    """How the person reads: for the design's macros."""

    language: str
    text_size: str = "normal"

    @property
    def direction(self) -> str:
        """Of the screen."""
        return "ltr" if self.language == "en" else "rtl"


def show(name: str, visit: Visit | None, **values: Any) -> str:
    """A screen that clears itself."""
    config = current_app.config["KIOSK"]
    reader = Reader(visit.language if visit else "ar")
    seconds = config.slow_seconds if name in SLOW else config.idle_seconds
    return render_template(
        f"{name}.html", reader=reader, visit=visit, seconds=seconds if visit else 0, step=STEPS.get(name), **values
    )


def visits() -> Visits:
    """What this kiosk remembers."""
    found: Visits = current_app.extensions["visits"]
    return found


def attestor() -> Attestor:
    """The line to the portal."""
    found: Attestor = current_app.extensions["attestor"]
    return found


def here() -> dict[str, Any]:
    """Where this kiosk stands."""
    found: dict[str, Any] = current_app.extensions["device"].place
    return found


def standing() -> Standing:
    """What the portal says of this kiosk."""
    found: Standing = current_app.extensions["standing"]
    return found


def closed_screen(heard: Heard, language: str) -> str:
    """Out of service, truthfully, with the nearest others; ``language`` empty for both, before anybody chose."""
    elsewhere, place, config = current_app.extensions["elsewhere"], here(), current_app.config["KIOSK"]
    found = elsewhere.nearest(place, "kiosk", 3) if place["slug"] else []
    kiosks = [one for one in found if one["by"] != config.slug][:2]
    reader = Reader(language or "ar")
    return render_template(
        "closed.html",
        reader=reader,
        visit=None,
        seconds=0,
        step=None,
        heard=heard,
        languages=(language,) if language else ("ar", "en"),
        kiosks=kiosks,
        counters=elsewhere.nearest(place, "counter", 2 - len(kiosks) // 2) if place["slug"] else [],
        portal=config.portal,
    )


def in_visit(screen: Screen) -> Callable[[], Any]:
    """Only during a visit, one touch after the other; what is refused becomes a screen that tells the truth."""

    @wraps(screen)
    def seen() -> Any:
        visit = visits().of(request.cookies.get(COOKIE, ""))
        if visit is None:
            return redirect(url_for("kiosk.welcome"))
        with visit.lock:
            if visit.outcome and request.endpoint not in {"kiosk.done", "kiosk.cannot"}:
                return redirect(url_for("kiosk.done"))
            try:
                return screen(visit)
            except Unavailable:
                return show("offline", visit, again=AGAIN.get(request.path, request.path)), 503
            except Problem as problem:
                return _refused(visit, problem)

    return seen


def go(screen: str) -> Response:
    """To another screen."""
    return redirect(url_for(f"kiosk.{screen}"))


def pressed(name: str, most: int) -> str:
    """What stands in the field after a key of the keypad was touched; the field can be typed in as well."""
    typed = "".join(letter for letter in request.form.get(name, "") if letter.isprintable() and letter != " ")[:most]
    key = request.form.get("key", "")
    if key == "back":
        return typed[:-1]
    return (typed + key)[:most]


def is_second_touch(tries: int) -> bool:
    """Whether this form was sent from a screen that has been answered already: it must not cost another try."""
    return request.form.get("tries", str(tries)) != str(tries)


def _refused(visit: Visit, problem: Problem) -> Any:
    if problem.slug in CLOSED_PROBLEMS and (heard := standing().report()).state in CLOSED:
        visits().end(request.cookies.get(COOKIE, ""))
        return closed_screen(heard, visit.language), 503
    if problem.slug in PHONE_PROBLEMS:
        return show("phone", visit, problem=problem)
    if problem.slug in NUMBER_PROBLEMS and not visit.person:
        visit.opened = {}
        return show("number", visit, problem=problem)
    return show("over", visit, problem=problem), 409
