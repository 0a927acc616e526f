"""Browsers that are woken when a letter comes: kept, listed, given up. Addresses and keys are sealed for their own row."""

import base64
import binascii
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from bawaba.core import clock
from bawaba.core.endpoints import is_of
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import SYSTEM, Happening
from bawaba.journal.prepared import insert_if_free
from bawaba.messaging.models import Browser
from bawaba.messaging.ports import Subscription

SEALED_AS = "messaging.browser"
COLUMN = "messaging.browser.place"
SECRET, POINT = 16, 65  # bytes of RFC 8291
TRIES = 50  # each that is lost was won by somebody else


class UnknownService(ValueError):
    """Not an address of a service that this installation calls, or no keys for it."""


class TooManyBrowsers(Exception):
    """As many as one person may have."""


@dataclass(frozen=True)
class Known:
    """One of somebody's browsers. ``browser`` and ``system`` are names of core.browsers; ``here``: it is the one that asks."""

    uuid: UUID
    browser: str
    system: str
    made_at: datetime
    here: bool


def services() -> frozenset[str]:
    """What this installation may call."""
    return frozenset(settings.BAWABA.push_services.split())


def application_key() -> str:
    """What a browser is told to know us by: the public point in base64url. Empty: not offered here."""
    if not services() or "push" not in keyring().names():
        return ""
    newest = keyring().public_jwks("push")[0]
    return _text(b"\x04" + _bytes(newest["x"]) + _bytes(newest["y"]))


def checked(found: Subscription) -> Subscription:
    """UnknownService. A point that is not on the curve is caught here, not by the worker."""
    try:
        point, secret = _bytes(found.p256dh), _bytes(found.auth)
        if len(point) != POINT or len(secret) != SECRET or not is_of(services(), found.endpoint):
            raise UnknownService
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except (binascii.Error, ValueError) as error:
        raise UnknownService from error
    return found


def keep_browser(*, subject: UUID, subscription: Subscription, device: str, browser: str, system: str) -> UUID | None:
    """In the caller's transaction, which holds the account; None when it is so already. UnknownService, TooManyBrowsers.

    The address is taken from whoever had it: one DELETE and one INSERT that is won or lost, so that of two at once one has it.
    """
    places = keyring().blind_indexes(COLUMN, checked(subscription).endpoint)
    sealed = json.dumps({"at": asdict(subscription), "on": [browser, system]})
    if any(_at(row) == subscription for row in Browser.objects.filter(place_index__in=places, subject=subject)):
        return None
    for _ in range(TRIES):
        _take(subject, places, _hash(device))
        if Browser.objects.filter(subject=subject).count() >= settings.LIMITS.push_browsers:
            raise TooManyBrowsers(subject)
        row = Browser(uuid=uuid4(), subject=subject, place_index=places[0], device_hash=_hash(device))
        row.sealed = keyring().seal_value(SEALED_AS, row.uuid.bytes, sealed)
        row.key_id, row.made_at = keyring().public_jwks("push")[0]["kid"], clock.now()
        if insert_if_free(row):
            return row.uuid
    raise UnknownService


def _take(subject: UUID, places: list[bytes], device: bytes) -> None:
    """What this address was before, whoever had it, and what this browser was to this person.

    Row by row in one order, so that nobody waits in a ring; whoever deleted it says so, nobody else.
    """
    mine = Q(subject=subject, device_hash=device) if device else Q(pk__in=[])
    rows = Browser.objects.filter(Q(place_index__in=places) | mine).order_by("pk")
    for key, owner in list(rows.values_list("pk", "subject")):
        if Browser.objects.filter(pk=key).delete()[0] and owner != subject:
            record(Happening("browser.change_hands", owner, SYSTEM))


def give_up_browser(*, subject: UUID, browser: UUID) -> bool:
    """Whether it was this person's: one DELETE; what waits for it finds nobody."""
    return bool(Browser.objects.filter(subject=subject, uuid=browser).delete()[0])


def give_up_browsers(*, subject: UUID, device: str | None = None) -> int:
    """All of them, or those of one device; in the caller's transaction."""
    rows = Browser.objects.filter(subject=subject)
    return (rows if device is None else rows.filter(device_hash=_hash(device))).delete()[0]


def note_gone(*, browser: UUID) -> None:
    """Its service says that it does not want this any more; once."""
    with transaction.atomic():
        row = Browser.objects.filter(uuid=browser).first()
        if row is not None and Browser.objects.filter(pk=row.pk).delete()[0]:
            record(Happening("browser.gone", row.subject, SYSTEM))


def browsers_of(subject: UUID) -> list[UUID]:
    """Whom a letter wakes; one statement."""
    return list(Browser.objects.filter(subject=subject).values_list("uuid", flat=True))


def known_browsers(subject: UUID, device: str) -> list[Known]:
    """Oldest first, for their owner."""
    rows = Browser.objects.filter(subject=subject).order_by("pk")
    return [Known(row.uuid, *_opened(row)["on"], row.made_at, _is_here(row, device)) for row in rows]


def subscription_of(browser: UUID) -> tuple[Subscription, str] | None:
    """And the id of the key by which it knows us; None when it was given up."""
    row = Browser.objects.filter(uuid=browser).first()
    return (_at(row), row.key_id) if row is not None else None


def _is_here(row: Browser, device: str) -> bool:
    return bool(device) and bytes(row.device_hash) == _hash(device)


def _at(row: Browser) -> Subscription:
    return Subscription(**_opened(row)["at"])


def _opened(row: Browser) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(keyring().open_value(SEALED_AS, row.uuid.bytes, bytes(row.sealed)))
    return found


def _hash(device: str) -> bytes:
    return hashlib.sha256(device.encode()).digest() if device else b""


def _bytes(text: str) -> bytes:
    """Strict: base64url as browsers write it."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
