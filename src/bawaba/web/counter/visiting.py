"""What this officer's session holds: the place, and the visit of the person who stands there."""

from typing import Any
from uuid import UUID

from bawaba.identity.attestation.counter import Stand

STAND, VISIT, SIGNING = "counter.stand", "counter.visit", "counter.signing"


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


def leave_visit(request: Any) -> None:
    """Nobody stands there."""
    for name in (VISIT, SIGNING):
        request.session.pop(name, None)
