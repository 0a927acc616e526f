"""Browsers from which an account was signed in to (R8): strangers' tries never close them."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, QuerySet, UUIDField

from bawaba.core import clock
from bawaba.identity.accounts.models import KnownDevice
from bawaba.journal.handlers import every
from bawaba.journal.prepared import Given, Prepared, insert_if_free

KEPT = timedelta(days=365)


def knows_device(account: UUID, device: str) -> bool:
    """Whether this browser signed in to this account before; one statement, whoever asks. A new browser knows nobody."""
    return bool(device) and bool(SEEN.rows(account=account, device_hash=_hash(device)))


def note_device(*, account: UUID, device: str) -> bool:
    """After a complete sign-in: whether it was seen here before. A browser that keeps no cookie never was.

    One UPDATE, and where it finds nothing one INSERT: of two first sign-ins at once one was first.
    """
    if not device:
        return False
    now, hashed = clock.now(), _hash(device)
    if KnownDevice.objects.filter(account=account, device_hash=hashed).update(seen_at=now):
        return True
    return not insert_if_free(KnownDevice(account=account, device_hash=hashed, seen_at=now))


def forget_devices(*, account: UUID) -> None:
    """A rebind: whoever held the account before is a stranger now."""
    KnownDevice.objects.filter(account=account).delete()


@every(timedelta(days=1), "accounts.devices")
def clear_devices(now: datetime) -> None:
    """A browser that did not come back for a year is a stranger again."""
    KnownDevice.objects.filter(seen_at__lt=now - KEPT).delete()


def _seen() -> QuerySet[Any]:
    rows = KnownDevice.objects.filter(
        account=Given("account", UUIDField()), device_hash=Given("device_hash", BinaryField())
    )
    return rows.values_list("pk")


SEEN = Prepared(_seen)


def _hash(device: str) -> bytes:
    return hashlib.sha256(device.encode()).digest()
