"""The kiosk as a WSGI application."""

from typing import Any

from flask import Flask, Response, url_for
from jinja2 import StrictUndefined

import bawaba_design
from bawaba_attestor import Attestor
from bawaba_kiosk.config import Config
from bawaba_kiosk.device import device_key
from bawaba_kiosk.readers.simulated import Simulated
from bawaba_kiosk.screens import blueprint
from bawaba_kiosk.visits import Visits

READERS = {"simulated": Simulated}


def create_app(config: Config | None = None, **extensions: Any) -> Flask:
    """``extensions`` replace parts in tests: ``attestor``, ``fingers``."""
    chosen = config or Config()
    app = Flask(__name__, static_folder=str(bawaba_design.STATIC), template_folder="templates")
    app.config["KIOSK"] = chosen
    key = device_key(chosen.key_file)
    app.extensions |= {
        "attestor": Attestor(chosen.portal, chosen.slug, key),
        "visits": Visits(),
        "reader": READERS[chosen.reader](),
        "fingers": None,
    } | extensions
    app.jinja_env.undefined = StrictUndefined
    bawaba_design.install(app.jinja_env, asset=lambda path: url_for("static", filename=path))
    app.register_blueprint(blueprint)
    app.after_request(_nothing_is_kept)
    return app


def _nothing_is_kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def wsgi() -> Flask:
    """For granian."""
    return create_app()
