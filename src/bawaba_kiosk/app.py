"""The kiosk as a WSGI application."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, current_app, redirect, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

import bawaba_design
from bawaba_attestor import Attestor
from bawaba_kiosk.config import Config
from bawaba_kiosk.device import Device
from bawaba_kiosk.elsewhere import Elsewhere
from bawaba_kiosk.readers import Reader
from bawaba_kiosk.readers.image_folder import ImageFolder
from bawaba_kiosk.readers.libfprint import Libfprint
from bawaba_kiosk.readers.simulated import Simulated
from bawaba_kiosk.screens import blueprint
from bawaba_kiosk.screens.frame import COOKIE, show
from bawaba_kiosk.standing import Standing
from bawaba_kiosk.visits import Visits

PICTURE = 12_000_000  # bytes of an uploaded receipt
READERS: Mapping[str, Callable[[Config], Reader]] = {
    "simulated": lambda config: Simulated(config.fingers),
    "image_folder": lambda config: ImageFolder(config.images),
    "libfprint": lambda config: Libfprint(),
}


def create_app(config: Config | None = None, **extensions: Any) -> Flask:
    """``extensions`` replace parts in tests: ``attestor``, ``device``, ``fingers``, ``reader``."""
    chosen = config or Config()
    app = Flask(__name__, static_folder=str(bawaba_design.STATIC), template_folder="templates")
    app.config.update(KIOSK=chosen, MAX_CONTENT_LENGTH=PICTURE)
    device = extensions.get("device") or Device(chosen)
    line = extensions.get("attestor") or Attestor(chosen.portal, chosen.slug, device.key)
    app.extensions |= {
        "device": device,
        "attestor": line,
        "standing": Standing(line, device),
        "elsewhere": Elsewhere(line),
        "visits": Visits(),
        "reader": READERS[chosen.reader](chosen),
        "fingers": None,
    } | extensions
    app.jinja_env.undefined = StrictUndefined
    bawaba_design.install(app.jinja_env, asset=lambda path: url_for("static", filename=path))
    app.register_blueprint(blueprint)
    app.after_request(_nothing_is_kept)
    app.register_error_handler(HTTPException, _astray)
    app.register_error_handler(Exception, _broken)
    return app


def _nothing_is_kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _astray(error: HTTPException) -> Any:
    """No such screen, or a picture too large: begin again."""
    return redirect(url_for("kiosk.welcome"))


def _broken(error: Exception) -> tuple[str, int]:
    """Nothing of the error is shown; the screen clears itself."""
    current_app.logger.error("a screen failed: %s", type(error).__name__)
    visit = current_app.extensions["visits"].of(request.cookies.get(COOKIE, ""))
    return show("over", visit, problem=None), 500


def wsgi() -> Flask:
    """For granian."""
    app = create_app()
    app.extensions["standing"].report_for_ever()
    return app
