"""The only writers of passkeys that open accounts: each in the transaction of whoever holds the account."""

import uuid
from uuid import UUID

from django.db.models import Q

from bawaba.core import clock
from bawaba.identity.passkeys.ceremonies import NotProven, Shown
from bawaba.identity.passkeys.models import Passkey
from bawaba.journal.prepared import insert_if_free

LONGEST_NAME = 40


class CopiedKey(NotProven):
    """Its counter went back: a copy of the key is about."""


def keep_key(*, account: UUID, authenticator: int, shown: Shown, name: str) -> UUID:
    """One more. NotProven when some account has this credential already."""
    row = Passkey(
        uuid=uuid.uuid4(),
        account=account,
        authenticator_id=authenticator,
        credential=shown.handle,
        name=name[:LONGEST_NAME],
        counter=shown.counter,
        made_at=clock.now(),
    )
    if not insert_if_free(row):
        raise NotProven
    return row.uuid


def note_use(*, account: UUID, handle: bytes, counter: int) -> None:
    """One UPDATE on the counter, which only grows where there is one. CopiedKey; NotProven when it is gone."""
    rows = Passkey.objects.filter(account=account, credential=handle)
    grown = Q(counter__lt=counter) if counter else Q(counter=0)
    if not rows.filter(grown).update(counter=counter, used_at=clock.now()):
        raise CopiedKey if rows.exists() else NotProven


def remove_key(*, account: UUID, passkey: UUID) -> int | None:
    """One DELETE that finds it or not; its authenticator, for whoever keeps those."""
    rows = Passkey.objects.filter(account=account, uuid=passkey)
    kept = rows.values_list("authenticator_id", flat=True).first()
    return kept if rows.delete()[0] else None


def remove_all(*, account: UUID) -> list[int]:
    """Their authenticators."""
    rows = Passkey.objects.filter(account=account)
    kept = list(rows.values_list("authenticator_id", flat=True))
    if kept:
        rows.delete()
    return kept
