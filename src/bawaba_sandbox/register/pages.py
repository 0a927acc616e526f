"""The register's HTTP API (docs/api/register.md), and the switches of a rehearsal."""

import time
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from bawaba_sandbox.register import changes, world
from bawaba_sandbox.register.cast import new_spare
from bawaba_sandbox.register.fingerprints.nbis import MatcherDown
from bawaba_sandbox.register.matchers import Matcher
from bawaba_sandbox.register.people import FINGERS, ridges
from bawaba_sandbox.register.store import Store
from bawaba_sandbox.register.topics import TOPICS, facts_of

blueprint = Blueprint("register", __name__, url_prefix="/register")
SLOW_SECONDS = 10
MOST_AT_ONCE = 100
Reply = tuple[Response, int]


def store() -> Store:
    """The register of this sandbox."""
    found: Store = current_app.extensions["register"]
    return found


def matcher() -> Matcher:
    """What compares fingers on this machine."""
    found: Matcher = current_app.extensions["matcher"]
    return found


def problem(status: int, title: str) -> Reply:
    """RFC 9457."""
    answer = jsonify({"type": "about:blank", "status": status, "title": title})
    answer.content_type = "application/problem+json"
    return answer, status


@blueprint.before_request
def let_in() -> Reply | None:
    """Bearer key; and what a rehearsal switched on."""
    if not request.path.startswith("/register/v1/"):
        return None
    if request.headers.get("Authorization") != f"Bearer {current_app.config['REGISTER_KEY']}":
        return problem(401, "Unknown key")
    mode = current_app.extensions["switches"].get("register", "up")
    if mode == "slow":
        time.sleep(SLOW_SECONDS)
    return problem(503, "Down for a rehearsal") if mode == "down" else None


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _person(key: str | None) -> Reply:
    record = store().person(key) if key else None
    return (jsonify(record), 200) if record else problem(404, "Nobody of that number or key")


@blueprint.post("/v1/persons/lookup")
def lookup() -> Reply:
    """A person by identifier."""
    return _person(store().key_of(str(_body().get("kind")), str(_body().get("number"))))


@blueprint.post("/v1/persons/records")
def records() -> Reply:
    """Several persons by key; whom nobody knows is left out."""
    keys = _body().get("person_keys")
    if not isinstance(keys, list) or len(keys) > MOST_AT_ONCE or not all(isinstance(key, str) for key in keys):
        return problem(400, f"person_keys: a list of at most {MOST_AT_ONCE}")
    return jsonify({"persons": [found for key in keys if (found := store().person(key))]}), 200


@blueprint.post("/v1/persons/facts")
def facts() -> Reply:
    """Several topics of one person; a topic that a rehearsal switched off is left out."""
    key, off = str(_body().get("person_key")), current_app.extensions["switches"].get("topics_off", ())
    record = store().person(key)
    if record is None:
        return problem(404, "Nobody of that key")
    wanted = [topic for topic in _body().get("topics") or () if topic in TOPICS and topic not in off]
    found = facts_of(store(), key, record, wanted)
    return jsonify({"as_of": record["as_of"], "facts": found}), 200


@blueprint.post("/v1/news")
def news() -> Reply:
    """Whose records have changed since a place, oldest first."""
    after = str(_body().get("after") or "0")
    if not after.isascii() or not after.isdecimal() or len(after) > 18:
        return problem(400, "after: a place that was answered before")
    found = store().news(int(after))
    return jsonify({"next": str(found[-1][0]) if found else after, "person_keys": [key for _, key in found]}), 200


@blueprint.post("/v1/biometrics/verify")
def verify() -> Reply:
    """One to one; nothing is stored or logged. For a number that nobody has, somebody's record is read all the same."""
    key = store().key_of(str(_body().get("kind")), str(_body().get("number")))
    record = store().person(key or store().anybody)
    try:
        return jsonify(matcher().verify(record if key else None, _body())), 200
    except MatcherDown:
        return problem(503, "The matcher gave no answer")


@blueprint.post("/v1/changes")
def change() -> Reply:
    """A change, once a key."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return problem(400, "Idempotency-Key is missing")
    status, answer = changes.carry_out(store(), key, _body())
    return jsonify(answer), status


@blueprint.get("/v1/health")
def health() -> Reply:
    """Up, and which matcher compares."""
    return jsonify({"up": True, "persons": store().count(), "matcher": matcher().name}), 200


@blueprint.post("/control")
def control() -> Reply:
    """A rehearsal switches the register up, down or slow, or single topics of it off."""
    current_app.extensions["switches"]["register"] = str(_body().get("mode", "up"))
    current_app.extensions["switches"]["topics_off"] = tuple(_body().get("topics_off") or ())
    return jsonify({"mode": current_app.extensions["switches"]["register"]}), 200


@blueprint.post("/control/person")
def control_person() -> Reply:
    """A rehearsal changes facts of somebody: {kind, number, set: {...}}."""
    key = store().key_of(str(_body().get("kind")), str(_body().get("number")))
    if key is None:
        return problem(404, "Nobody of that number")
    store().change_person(key, **(_body().get("set") or {}))
    return jsonify({"changed": True}), 200


@blueprint.post("/control/death")
def control_death() -> Reply:
    """The register hears of a death: {kind, number}."""
    key = store().key_of(str(_body().get("kind")), str(_body().get("number")))
    if key is None:
        return problem(404, "Nobody of that number")
    world.die(store(), key)
    return jsonify({"changed": True}), 200


@blueprint.post("/control/settle")
def control_settle() -> Reply:
    """A rehearsal makes a visitor a resident; the new number."""
    key = store().key_of(str(_body().get("kind")), str(_body().get("number")))
    if key is None:
        return problem(404, "Nobody of that number")
    settled = store().settle(key, store().index_of(key))
    for one in current_app.extensions["cast"]:
        if one["person_key"] == key:
            one.update(settled)
    return jsonify(settled), 200


@blueprint.post("/control/spare")
def control_spare() -> Reply:
    """Somebody new for a rehearsal: ready to be activated, known to a bank, with a finger for the glass."""
    made = new_spare(
        store(),
        current_app.config["SANDBOX"].seed,
        str(_body().get("population", "citizen")),
        tuple(_body().get("with") or ()),
    )
    current_app.extensions["cast"].append(made)
    matcher().prepare(made["person_key"], FINGERS[0])
    record = store().person(made["person_key"]) or {}
    return jsonify({**made, "birth_date": record["birth_date"], "documents": record["documents"]}), 201


@blueprint.get("/fingers")
def fingers() -> Reply:
    """The fingers that could lie on a simulated glass: {slug: {names, shown, fingers: {finger: pattern or path}}}.

    A pattern of 64 hex digits where the matcher is simulated; the path of a picture where it is real.
    """
    cast = current_app.extensions["cast"]
    matcher().expect((one["person_key"], finger) for one in cast if one["said_en"] for finger in FINGERS[:2])
    found = {
        one["slug"]: {
            "names": {"ar": one["ar"], "en": one["en"]},
            "shown": bool(one["said_en"]),  # people made for a rehearsal lay their fingers unseen
            "fingers": {finger: _on_the_glass(one, finger) for finger in FINGERS[:2]},
        }
        for one in cast
    }
    return jsonify(found), 200


@blueprint.get("/fingers/<slug>/<finger>.<any(png, fmr):kind>")
def laid(slug: str, finger: str, kind: str) -> Any:
    """A finger of the cast as it was laid on a glass just now: a picture, or its ISO/IEC 19794-2 record."""
    someone = next((one for one in current_app.extensions["cast"] if one["slug"] == slug), None)
    if someone is None or finger not in FINGERS[:2] or not matcher().shows_pictures:
        return problem(404, "No such finger")
    try:
        sample = matcher().laid(someone["person_key"], finger, kind)
    except MatcherDown:
        return problem(503, "The matcher gave no answer")
    return Response(sample, content_type="image/png" if kind == "png" else "application/octet-stream")


def _on_the_glass(one: dict[str, Any], finger: str) -> str:
    if matcher().shows_pictures:
        return f"/register/fingers/{one['slug']}/{finger}.png"
    return ridges(one["person_key"], finger)
