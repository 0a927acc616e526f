"""The works of the row "biometric", for bench.inside: one finger of the cast, laid once, compared again and again."""

import base64
import os
import time
from collections.abc import Callable
from typing import Any

import httpx

from bawaba.config.wsgi import application
from bawaba.identity.attestation.loading import load_attestor
from bawaba.journal.ports import Actor
from bawaba_attestor import Attestor, new_key, public_jwks
from bawaba_sandbox.config import Config
from bawaba_sandbox.register.fingerprints.impressions import fresh, impression
from bawaba_sandbox.register.fingerprints.nbis import Nbis
from bawaba_sandbox.register.fingerprints.references import References, pictured, template_of

WHO, FINGER = "layla", "right_index"
VISIT_SECONDS = 200.0  # a visit ends after five minutes
TEXT = {"ar": "مكتب", "en": "Counter"}
PLACE = {"slug": "hall", "name": TEXT, "city": TEXT, "hours": TEXT, "latitude": 24.7, "longitude": 46.7}


def works() -> dict[str, Callable[[], object]]:
    """Through the portal; the register alone; the matcher alone."""
    outside = httpx.Client(base_url=os.environ["BENCH_OUTSIDE"], timeout=20)
    someone = outside.get("/cast.json").json()[WHO]
    raw = outside.get(f"/register/fingers/{WHO}/{FINGER}.png").raise_for_status().content
    probe = {"finger": FINGER, "device": "bench", "format": "image/png", "sample": base64.b64encode(raw).decode()}
    asked = {"kind": someone["kind"], "number": someone["number"], **probe}
    key = {"Authorization": f"Bearer {Config().register_key}"}

    def register() -> None:
        _require(outside.post("/register/v1/biometrics/verify", json=asked, headers=key).json())

    return {"portal": _through_the_portal(someone, probe), "register": register, "matcher": _matcher_alone()}


def _through_the_portal(someone: dict[str, Any], probe: dict[str, str]) -> Callable[[], object]:
    """A counter, which no number of tries closes."""
    key = new_key()
    described = {"slug": "bench", "channel": "counter", "name": TEXT, "keys": public_jwks(key), "places": [PLACE]}
    load_attestor(described=described, by=Actor("operator"))
    counter = Attestor("http://localhost:8000", "bench", key, transport=httpx.WSGITransport(app=application))
    visit, until = "", 0.0

    def check() -> None:
        nonlocal visit, until
        if time.monotonic() > until:
            opened = counter.open_visit(someone["kind"], someone["number"], "hall", "ar", "2026-11")
            visit, until = opened["visit"], time.monotonic() + VISIT_SECONDS
        _require(counter.send_biometric(visit, FINGER, probe["device"], probe["format"], probe["sample"]))

    return check


def _matcher_alone() -> Callable[[], object]:
    nbis = Nbis(20.0)
    on_file = References(nbis).of(WHO, FINGER)
    laid, template = pictured(impression(on_file.ridges, fresh())), template_of(on_file.record, FINGER)
    return lambda: nbis.score(laid, template)


def _require(answer: dict[str, Any]) -> None:
    if not answer.get("match"):
        raise RuntimeError(answer)
