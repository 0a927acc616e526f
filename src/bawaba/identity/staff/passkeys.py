"""Passkeys of staff: the only writers of them. Never the last one goes; a lost one is replaced by a code of the console."""

import uuid
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from fido2.webauthn import AttestedCredentialData

from bawaba.core import clock
from bawaba.identity.accounts.factors import credentials_of, drop_passkeys, keep_passkey
from bawaba.identity.passkeys.ceremonies import NotProven, Shown
from bawaba.identity.staff.models import Officer, Passkey
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

LONGEST_NAME = 40


class TooMany(Exception):
    """As many passkeys as an officer may have."""


class LastOne(Exception):
    """It is the last passkey, or is gone already."""


def add_passkey(*, officer: UUID, shown: Shown, name: str, by: Actor) -> UUID:
    """One more, in the caller's transaction. TooMany; NotProven when somebody has this credential already."""
    handle, most = uuid.uuid4(), settings.LIMITS.staff_passkeys
    if not Officer.objects.filter(uuid=officer, state="active", keys__lt=most).update(keys=F("keys") + 1):
        raise TooMany(officer)
    row = Officer.objects.get(uuid=officer)
    kept = keep_passkey(user=row.user_id, name=name[:LONGEST_NAME], credential=shown.credential)
    try:
        with transaction.atomic():
            Passkey.objects.create(
                uuid=handle,
                officer=row,
                authenticator_id=kept,
                credential=shown.handle,
                name=name[:LONGEST_NAME],
                counter=shown.counter,
                made_at=clock.now(),
            )
    except IntegrityError as known:
        raise NotProven from known
    record(Happening("officer.add_passkey", officer, by, {"passkey": str(handle)}))
    return handle


def note_passkey(*, officer: UUID, shown: Shown) -> UUID | None:
    """It was used: one UPDATE on its counter, which only grows where there is one. None: a copy of the key is about.

    No join: of two uses in one moment the second is judged by the counter that the first one left.
    """
    rows = Passkey.objects.filter(officer__in=Officer.objects.filter(uuid=officer), credential=shown.handle)
    grown = Q(counter__lt=shown.counter) if shown.counter else Q(counter=0)
    if not rows.filter(grown).update(counter=shown.counter, used_at=clock.now()):
        return None
    return rows.values_list("uuid", flat=True).get()


def credential_named(*, officer: UUID, handle: bytes) -> list[AttestedCredentialData]:
    """The officer's own credential of this handle, or none: one statement, and no work that a stranger could measure."""
    kept = Passkey.objects.filter(officer__uuid=officer, credential=handle).values_list("authenticator_id", flat=True)
    return [one for found in kept for one in credentials_of(found)]


def remove_passkey(*, officer: UUID, passkey: UUID, by: Actor) -> None:
    """Its sessions end with it. LastOne."""
    with transaction.atomic():
        if not Officer.objects.filter(uuid=officer, keys__gt=1).update(keys=F("keys") - 1):
            raise LastOne(passkey)
        found = Passkey.objects.filter(officer__uuid=officer, uuid=passkey).values_list("authenticator_id", flat=True)
        kept = list(found)
        if not kept or not Passkey.objects.filter(uuid=passkey).delete()[0]:
            raise LastOne(passkey)
        drop_passkeys(kept)
        record(Happening("officer.remove_passkey", officer, by, {"passkey": str(passkey)}))


def drop_all_passkeys(*, officer: UUID) -> int:
    """In the caller's transaction: none opens the desk any more, nor does a session that one opened."""
    Officer.objects.filter(uuid=officer).update(keys=0)  # first: one that is being added is waited for, and goes too
    kept = list(Passkey.objects.filter(officer__uuid=officer).values_list("authenticator_id", flat=True))
    Passkey.objects.filter(authenticator_id__in=kept).delete()
    drop_passkeys(kept)
    return len(kept)
