"""Keys that sign for agencies: published before they sign, and after, until the last token of theirs has expired.

States follow from the moment that stands in the ring, so every process changes over in the same second and none writes.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.keyring import public_half
from bawaba.identity.clients.lifecycle import SIGNING_KEY
from bawaba.journal.commands import record
from bawaba.journal.keys import changing_keyring, fresh_keyring
from bawaba.journal.ports import Actor, Happening

PURPOSES = {"ES256": "openid", "RS256": "openid_rsa"}
PUBLISHED = ("next", "current", "retired")
NAMES = uuid.UUID("6f0f8a52-7d3c-4c0e-9d0b-5f5d3a1f7a11")  # a key's id as the subject of its events


class NextWaits(Exception):
    """A key of this purpose is published already and does not sign yet."""


@dataclass(frozen=True)
class SigningKey:
    """One of the ring; ``jwk`` is its private half."""

    jwk: dict[str, Any]
    signs_from: datetime
    state: str

    @property
    def kid(self) -> str:
        """Its id in the header of tokens."""
        return str(self.jwk["kid"])


def signing_keys(purpose: str) -> list[SigningKey]:
    """Newest first, with the state of this moment."""
    life = settings.LIMITS.openid_access_life
    return with_states(fresh_keyring().dated_jwks(purpose), clock.now(), life)


def with_states(keys: list[tuple[dict[str, Any], datetime]], now: datetime, life: timedelta) -> list[SigningKey]:
    """Pure: ``life`` is how long a token of such a key is good."""
    found: list[SigningKey] = []
    successor: datetime | None = None
    for jwk, signs_from in sorted(keys, key=lambda one: one[1], reverse=True):
        found.append(SigningKey(jwk, signs_from, _state(signs_from, successor, now, life)))
        successor = signs_from if signs_from <= now else None
    return found


def signing_key(algorithm: str) -> dict[str, Any]:
    """The private key that signs just now."""
    return next(one.jwk for one in signing_keys(PURPOSES[algorithm]) if one.state == "current")


def published_keys() -> list[dict[str, Any]]:
    """Public halves: the next one before it signs, the one that signs, and former ones while tokens of theirs are good."""
    return _public(PUBLISHED)


def known_keys() -> list[dict[str, Any]]:
    """Those besides that signed once: an old identity token is still a hint of whom it was about."""
    return _public(tuple(SIGNING_KEY.states))


def rotate_signing_key(*, purpose: str, compromised: bool, made_by: str, by: Actor) -> tuple[str, datetime]:
    """Id of the new key, and from when it signs: after a day in which it is published, or now when the others are compromised.

    NextWaits.
    """
    now = clock.now()
    signs_from = now if compromised else now + settings.LIMITS.openid_key_ahead
    with changing_keyring() as ring, transaction.atomic():
        if compromised:
            ring.mark_compromised(purpose)
        elif any(moment > now for _, moment in ring.dated_jwks(purpose)):
            raise NextWaits(purpose)
        kid = ring.rotate(purpose, made_by, signs_from)
        move = "compromise" if compromised else "make"
        record(Happening(f"signing_key.{move}", uuid.uuid5(NAMES, kid), by, {"purpose": purpose, "new": kid}))
    return kid, signs_from


def _public(states: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {**public_half(one.jwk), "use": "sig", "alg": algorithm}
        for algorithm, purpose in PURPOSES.items()
        for one in sorted(signing_keys(purpose), key=lambda key: key.state != "current")
        if one.state in states
    ]


def _state(signs_from: datetime, successor: datetime | None, now: datetime, life: timedelta) -> str:
    if signs_from > now:
        return "next"
    if successor is None:
        return "current"
    return "retired" if now < successor + life else "withdrawn"
