"""What this officer's session holds: the place, and the visit of the person who stands there."""

import json
from typing import Any
from uuid import UUID

from bawaba.identity.attestation.case import Outcome
from bawaba.identity.attestation.counter import Stand
from bawaba.identity.attestation.first_answers import first_answer

STAND, VISIT, SIGNING, SIGNED = "counter.stand", "counter.visit", "counter.signing", "counter.signed"


def stand_of(request: Any) -> Stand | None:
    """Where this officer works today."""
    kept = request.session.get(STAND)
    return Stand(**kept) if kept else None


def keep_stand(request: Any, stand: Stand) -> None:
    """For as long as the session lasts; a person who was there before is gone."""
    leave_visit(request)
    request.session[STAND] = {"attestor": stand.attestor, "place": stand.place}


def keep_visit(request: Any, visit: UUID, challenge: str) -> None:
    """The person who stands there now; nothing that the one before has chosen is signed for them."""
    leave_visit(request)
    request.session[VISIT] = {"visit": str(visit), "challenge": challenge}


def kept_visit(request: Any) -> tuple[UUID, str] | None:
    """The visit and its challenge."""
    kept = request.session.get(VISIT)
    return (UUID(kept["visit"]), kept["challenge"]) if kept else None


def keep_signed(request: Any) -> None:
    """What was signed last here; the visit is over."""
    kept = request.session.get(SIGNING)
    if kept and "said" in kept:
        request.session[SIGNED] = json.loads(kept["said"])["jti"]
    leave_visit(request)


def signed_before(request: Any, answer: str) -> Outcome | None:
    """A second click: what this answer came to, when it was signed here already."""
    kept, stand = request.session.get(SIGNING) or {}, stand_of(request)
    names = [json.loads(kept["said"])["jti"] if "said" in kept else "", request.session.get(SIGNED, "")]
    if stand is None or not answer:
        return None
    found = (first_answer(attestor=stand.attestor, jti=jti, answer=answer) for jti in names if jti)
    return next((outcome for outcome in found if outcome is not None), None)


def leave_visit(request: Any) -> None:
    """Nobody stands there."""
    for name in (VISIT, SIGNING):
        request.session.pop(name, None)
