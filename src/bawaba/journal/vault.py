"""Field encryption: key-encryption key outside the database, a data key per subject, table|column|row|key in the AAD."""

import os
from uuid import UUID

from bawaba.core import clock
from bawaba.core.keyring import open_sealed
from bawaba.core.keyring import seal as seal_bytes
from bawaba.journal.keys import keyring
from bawaba.journal.models import PersonKey


class Erased(LookupError):
    """The subject's key was destroyed: what it sealed is gone for good."""


def seal(subject: UUID, cell: str, row: UUID, plaintext: str) -> bytes:
    """Encrypt text for ``cell`` ("table.column") of ``row`` under the subject's own key."""
    return seal_bytes(_data_key(subject), subject.hex, _aad(cell, row), plaintext.encode())


def unseal(subject: UUID, cell: str, row: UUID, sealed: bytes | memoryview) -> str:
    """Decrypt; fails when the value was moved to another table, column, row or person."""
    return open_sealed(_existing_key(subject), subject.hex, _aad(cell, row), bytes(sealed)).decode()


def destroy_key(subject: UUID) -> None:
    """Erase everything that was sealed for the subject."""
    PersonKey.objects.filter(pk=subject).delete()


def blind_index(column: str, value: str) -> bytes:
    """Keyed index for equality search (HMAC-SHA-256, one key a column)."""
    return keyring().blind_index(column, value)


def _aad(cell: str, row: UUID) -> bytes:
    return f"{cell}|{row.hex}".encode()


def _data_key(subject: UUID) -> bytes:
    fresh = os.urandom(32)
    row, made = PersonKey.objects.get_or_create(
        pk=subject,
        defaults={"wrapped": keyring().wrap_key(fresh, subject.bytes), "made_at": clock.now()},
    )
    return fresh if made else keyring().unwrap_key(bytes(row.wrapped), subject.bytes)


def _existing_key(subject: UUID) -> bytes:
    row = PersonKey.objects.filter(pk=subject).first()
    if row is None:
        raise Erased(subject)
    return keyring().unwrap_key(bytes(row.wrapped), subject.bytes)
