"""Field encryption: key-encryption key outside the database, a data key per subject, table|column|row|key in the AAD."""

import os
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, UUIDField

from bawaba.core import clock
from bawaba.core.keyring import CannotOpen, Keyring, open_sealed
from bawaba.core.keyring import seal as seal_bytes
from bawaba.journal.keys import keyring
from bawaba.journal.models import PersonKey
from bawaba.journal.prepared import Given, Prepared, insert_if_free

Opener = Callable[[str, UUID, bytes], str]  # cell, row, sealed
Sealer = Callable[[str, UUID, str], bytes]  # cell, row, plaintext


class Erased(LookupError):
    """The subject's key was destroyed: what it sealed is gone for good."""


def seal(subject: UUID, cell: str, row: UUID, plaintext: str) -> bytes:
    """Encrypt text for ``cell`` ("table.column") of ``row`` under the subject's own key."""
    return sealer(subject)(cell, row, plaintext)


def sealer(subject: UUID) -> Sealer:
    """``seal`` for many values of one subject. Made and used inside one function: whoever kept it would outlive a shredding."""
    return _sealer(subject, _data_key(subject))


def sealer_of_new(subject: UUID) -> Sealer:
    """The same of a subject that is just being made: its key is written, and asked for no more."""
    return _sealer(subject, _make_key(subject) or _data_key(subject))


def unseal(subject: UUID, cell: str, row: UUID, sealed: bytes | memoryview) -> str:
    """Decrypt; fails when the value was moved to another table, column, row or person."""
    return opener(subject, _wrapped(subject))(cell, row, bytes(sealed))


def with_keys(rows: QuerySet[Any], subject: str, called: str = "wrapped_key") -> QuerySet[Any]:
    """The same rows, each with ``wrapped_key`` of the subject named by that column: a page asks once, not once a value."""
    key = Subquery(PersonKey.objects.filter(pk=OuterRef(subject)).values("wrapped")[:1])
    return rows.annotate(**{called: key})


def opener(subject: UUID, wrapped_key: bytes | None) -> Opener:
    """``unseal`` for many values of one subject whose key came ``with_keys``; Erased when it is gone."""
    if wrapped_key is None:
        raise Erased(subject)
    key = keyring().unwrap_key(bytes(wrapped_key), subject.bytes)
    return lambda cell, row, sealed: open_sealed(key, subject.hex, _aad(cell, row), bytes(sealed)).decode()


def count_keys_that_do_not_open(ring: Keyring, sample: int) -> int:
    """Of the oldest and the newest ``sample`` keys of persons: 0 when the ring belongs to this database."""
    rows = PersonKey.objects.values_list("subject", "wrapped")
    ends = [*rows.order_by("made_at")[:sample], *rows.order_by("-made_at")[:sample]]
    return sum(not _opens(ring, subject, bytes(wrapped)) for subject, wrapped in ends)


def _opens(ring: Keyring, subject: UUID, wrapped: bytes) -> bool:
    try:
        ring.unwrap_key(wrapped, subject.bytes)
    except CannotOpen:
        return False
    return True


def destroy_key(subject: UUID) -> None:
    """Erase everything that was sealed for the subject."""
    PersonKey.objects.filter(pk=subject).delete()


def destroy_keys(subjects: Iterable[UUID]) -> None:
    """The same for many."""
    PersonKey.objects.filter(pk__in=list(subjects)).delete()


def blind_index(column: str, value: str) -> bytes:
    """Keyed index for equality search (HMAC-SHA-256, one key a column)."""
    return keyring().blind_index(column, value)


def _aad(cell: str, row: UUID) -> bytes:
    return f"{cell}|{row.hex}".encode()


def _key() -> QuerySet[Any]:
    return PersonKey.objects.filter(pk=Given("subject", UUIDField())).values_list("wrapped")


KEY = Prepared(_key)


def _wrapped(subject: UUID) -> bytes | None:
    rows = KEY.rows(subject=subject)
    return bytes(rows[0][0]) if rows else None


def _sealer(subject: UUID, key: bytes) -> Sealer:
    return lambda cell, row, plaintext: seal_bytes(key, subject.hex, _aad(cell, row), plaintext.encode())


def _data_key(subject: UUID) -> bytes:
    wrapped = _wrapped(subject)
    return keyring().unwrap_key(wrapped, subject.bytes) if wrapped else _make_key(subject) or _key_of_winner(subject)


def _make_key(subject: UUID) -> bytes | None:
    """A key of its own, unless somebody has made one in this moment."""
    fresh = os.urandom(32)
    row = PersonKey(subject=subject, wrapped=keyring().wrap_key(fresh, subject.bytes), made_at=clock.now())
    return fresh if insert_if_free(row) else None


def _key_of_winner(subject: UUID) -> bytes:
    wrapped = _wrapped(subject)
    if wrapped is None:
        raise Erased(subject)
    return keyring().unwrap_key(wrapped, subject.bytes)
