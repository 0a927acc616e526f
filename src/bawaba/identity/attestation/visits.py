"""A visit: somebody stands at a kiosk or counter. Whatever the identifier, it opens alike (R2)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.core.secrets import new_handle
from bawaba.identity.attestation.models import Attestor, Visit
from bawaba.identity.attestation.problems import ChannelProblem, register_down
from bawaba.identity.codes.budgets import TooOften, forgive, spend
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index, seal, unseal
from bawaba.registers.ports import Person, RegisterUnavailable, UnknownPerson
from bawaba.registers.queries import person_by_identifier, verify_fingerprint


@dataclass(frozen=True)
class Opened:
    """The one answer to every opened visit."""

    visit: UUID
    challenge: str
    expires_at: datetime


@dataclass(frozen=True)
class Biometric:
    """What the kiosk may show after a finger was read."""

    match: bool
    person: Person | None = None
    wait_seconds: int = 0


def challenge_hash(challenge: str) -> bytes:
    """What the database keeps of a challenge."""
    return keyring().code_hmac("visit", "challenge", challenge)


def open_visit(
    *, attestor: Attestor, kind: str, number: str, place: str, language: str, consent: str, by: Actor
) -> Opened:
    """One row and a challenge of 128 bits; nobody is asked whether the number exists."""
    handle, challenge, now = uuid.uuid4(), new_handle(), clock.now()
    with transaction.atomic():
        Visit.objects.create(
            uuid=handle,
            attestor=attestor,
            place=place,
            challenge=challenge_hash(challenge),
            identifier_kind=kind,
            identifier_index=blind_index("visit.identifier", number),
            identifier_sealed=seal(handle, "visit.identifier", handle, number),
            language=language,
            consent=consent,
            opened_at=now,
            expires_at=now + settings.LIMITS.challenge_life,
        )
        record(Happening("visit.open", handle, by))
    return Opened(handle, challenge, now + settings.LIMITS.challenge_life)


def take_biometric(*, visit: Visit, probe: Mapping[str, Any], by: Actor) -> Biometric:
    """Count the try, ask the matcher, keep result, band, device and time; never the sample. One answer for every no."""
    wait = _count_try(visit)
    if wait:
        return Biometric(match=False, wait_seconds=wait)
    number = identifier_of(visit)
    try:
        verdict = verify_fingerprint({"kind": visit.identifier_kind, "number": number, **probe})
        person = person_by_identifier(visit.identifier_kind, number).value if verdict.match else None
    except RegisterUnavailable as error:
        _give_back(visit)
        raise register_down() from error
    except UnknownPerson:
        person = None
    with transaction.atomic():
        if person is None:
            record(Happening("visit.mismatch", visit.uuid, by, {"device": str(probe.get("device", ""))[:64]}))
            return Biometric(match=False)
        Visit.objects.filter(pk=visit.pk, spent_at__isnull=True).update(
            matched_at=clock.now(), score_band=verdict.score_band, device=str(probe.get("device", ""))[:64]
        )
        record(Happening("visit.match", visit.uuid, by, {"band": verdict.score_band, "matcher": verdict.matcher}))
    return Biometric(match=True, person=person)


def visit_of(attestor: Attestor, handle: UUID) -> Visit:
    """The attestor's own open visit; another's, a spent or an old one is simply not there."""
    row = Visit.objects.select_related("attestor").filter(
        uuid=handle, attestor=attestor, spent_at__isnull=True, expires_at__gt=clock.now()
    )
    found = row.first()
    if found is None:
        raise ChannelProblem("visit-gone", 404, "No open visit of that name.")
    return found


def matched_visit_of(attestor: Attestor, handle: UUID) -> Visit:
    """A visit whose finger matched."""
    found = visit_of(attestor, handle)
    if found.matched_at is None:
        raise ChannelProblem("presence-missing", 409, "The finger comes first.")
    return found


def identifier_of(visit: Visit) -> str:
    """The number the visit was opened for."""
    return unseal(visit.uuid, "visit.identifier", visit.uuid, visit.identifier_sealed)


def phone_of(visit: Visit) -> str | None:
    """The phone typed in this visit."""
    sealed = visit.phone_sealed
    return unseal(visit.uuid, "visit.phone", visit.uuid, sealed) if sealed else None


def _count_try(visit: Visit) -> int:
    """5 tries, then 30 s each, 50 a day for each identifier and kiosk; a counter is never closed by them."""
    if visit.attestor.channel != "kiosk":
        return 0
    limits, key = settings.LIMITS, _tried_at(visit)
    seconds = int(limits.biometric_wait.total_seconds())
    try:
        spend(budget="biometric.day", key=key, windows=((limits.biometric_tries_a_day, 86400),))
        _spend_quick_or_slow(key, limits.biometric_tries_before_wait, seconds)
    except TooOften as often:
        return often.seconds
    return 0


def _give_back(visit: Visit) -> None:
    """The register did not answer: nothing was compared, so nothing was tried."""
    if visit.attestor.channel == "kiosk":
        for budget in ("biometric.day", "biometric.quick"):
            forgive(budget=budget, key=_tried_at(visit))


def _tried_at(visit: Visit) -> str:
    return f"{visit.attestor.slug}|{bytes(visit.identifier_index).hex()}"


def _spend_quick_or_slow(key: str, quick: int, seconds: int) -> None:
    try:
        spend(budget="biometric.quick", key=key, windows=((quick, 3600),))
    except TooOften:
        spend(budget="biometric.slow", key=key, windows=((1, seconds),))
