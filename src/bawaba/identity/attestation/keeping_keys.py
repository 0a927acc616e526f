"""Keys come and go: by a file, by a one-use code, by rotation with an overlap. A kid lives once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.public_keys import BadKey, checked_key
from bawaba.identity.attestation.keys import CURVES, keys_good_now, proven_key
from bawaba.identity.attestation.models import Attestor, AttestorKey
from bawaba.identity.attestation.moving import turn_of
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.identity.attestation.standing import require_standing
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.identity.codes.commands import take_turn
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

A_DAY = ((10, 86400),)  # rotations: whoever stole a key makes no chain that no closing reaches the end of


class NoKey(LookupError):
    """The attestor has no such key, or it has ended already."""


def replace_loaded_keys(attestor: Attestor, keys: Sequence[dict[str, Any]]) -> None:
    """A file is the truth about what came by a file; in the caller's transaction. BadKey."""
    for jwk in keys:
        _take(attestor, jwk, "load")
    gone = keys_good_now(attestor).filter(came_by="load").exclude(kid__in=[jwk["kid"] for jwk in keys])
    gone.update(ends_at=clock.now())


def publish_keys(*, attestor: Attestor, keys: Sequence[Any], old_until: datetime, by: Actor) -> list[str]:
    """A published JWK set: what is new is good at once, what is missing ends at ``old_until``. The kids that end. BadKey."""
    checked = [checked_key(jwk, curves=CURVES) for jwk in keys]
    if not checked:
        raise BadKey("a set without keys would close the attestor: use close")
    with transaction.atomic():
        for jwk in checked:
            if _take(attestor, jwk, "published"):
                record(Happening("attestor.add_key", attestor.uuid, by, {"kid": jwk["kid"]}))
        gone = keys_good_now(attestor).exclude(kid__in=[jwk["kid"] for jwk in checked]).filter(ends_at__isnull=True)
        kids = sorted(gone.values_list("kid", flat=True))
        for kid in kids:
            end_key(attestor=attestor, kid=kid, at=old_until, by=by)
    return kids


def rotate_key(*, attestor: Attestor, proof: str, old_until: datetime | None, by: Actor) -> tuple[str, datetime]:
    """The present key vouches for its successor, which proves itself: (new kid, until when the present one is good).

    A key that has an end already signs for no other.
    """
    jwk, now = proven_key(proof, attestor.slug), clock.now()
    until = old_until or now + settings.LIMITS.key_overlap
    if not now <= until <= now + settings.LIMITS.key_overlap_most:
        raise ChannelProblem("request-invalid", 422, "old_until is not within the overlap that is allowed.")
    with transaction.atomic():
        take_turn(key=turn_of(attestor))  # as whoever closes the key does: no successor slips past the closing
        require_standing(attestor, attestor.called_with, "")
        _spend_rotation(attestor)
        mine = keys_good_now(attestor).filter(kid=attestor.called_with, ends_at__isnull=True)
        if not mine.update(ends_at=until):
            raise ChannelProblem("key-ends", 409, "A key that ends already signs for no other; use its successor.")
        try:
            with transaction.atomic():
                _make(attestor, jwk, "rotation", attestor.called_with)
        except IntegrityError as taken:
            raise ChannelProblem("kid-taken", 409, "This kid was used before; make a new key.") from taken
        told = {"kid": jwk["kid"], "introduced_by": attestor.called_with, "old_until": until.isoformat()}
        record(Happening("attestor.rotate_key", attestor.uuid, by, told))
    return jwk["kid"], until


def _spend_rotation(attestor: Attestor) -> None:
    try:
        spend(budget="attestor.rotation", key=attestor.slug, windows=A_DAY)
    except TooOften as often:
        raise ChannelProblem("cap-reached", 429, "As many rotations as a day has.", often.seconds) from often


def enrol_key(attestor: Attestor, jwk: dict[str, Any]) -> None:
    """The first key of an attestor, the same device again, or another in its place: every other key ends. IntegrityError."""
    good = keys_good_now(attestor)
    good.exclude(kid=jwk["kid"]).update(ends_at=clock.now())
    if good.filter(kid=jwk["kid"]).values_list("jwk", flat=True).first() != jwk:
        _make(attestor, jwk, "enrolment", "")


def end_key(*, attestor: Attestor, kid: str, at: datetime, by: Actor) -> None:
    """Good until then; an end can be moved nearer and never away. NoKey."""
    with transaction.atomic():
        rows = keys_good_now(attestor).filter(kid=kid)
        later = rows.filter(ends_at__gt=at) | rows.filter(ends_at__isnull=True)
        if not later.update(ends_at=at):
            raise NoKey(kid)
        record(Happening("attestor.end_key", attestor.uuid, by, {"kid": kid, "at": at.isoformat()}))


def _take(attestor: Attestor, jwk: dict[str, Any], came_by: str) -> bool:
    """Whether it is new. The same kid with other material, or one that was closed, is BadKey; one that ended stays ended."""
    row = AttestorKey.objects.filter(attestor=attestor, kid=jwk["kid"]).first()
    if row is None:
        _make(attestor, jwk, came_by, "")
        return True
    if row.jwk != jwk:
        raise BadKey(f"{row.kid} is another key already")
    if row.closed_at is not None:
        raise BadKey(f"{row.kid} was closed")
    return False


def _make(attestor: Attestor, jwk: dict[str, Any], came_by: str, introduced_by: str) -> None:
    AttestorKey.objects.create(
        attestor=attestor,
        kid=jwk["kid"],
        jwk=jwk,
        came_by=came_by,
        introduced_by=introduced_by,
        made_at=clock.now(),
    )
