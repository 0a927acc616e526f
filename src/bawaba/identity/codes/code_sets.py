"""Several codes of one purpose that are good side by side, each once, until another set takes their place."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from bawaba.core import clock
from bawaba.identity.codes.commands import digest_of
from bawaba.identity.codes.models import OneTimeCode
from bawaba.journal.ports import Actor
from bawaba.journal.prepared import insert

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)


def issue_set(*, purpose: str, subject: UUID, texts: Sequence[str], by: Actor) -> None:
    """In the caller's transaction, which lets one set be made at a time. Those of before open nothing any more."""
    end_set(purpose=purpose, subject=subject, by=by)
    now = clock.now()
    rows = [
        OneTimeCode(
            purpose=purpose,
            subject=subject,
            digest=digest_of(purpose, subject, text),
            made_at=now,
            expires_at=FOR_GOOD,
        )
        for text in texts
    ]
    insert(*rows)


def end_set(*, purpose: str, subject: UUID, by: Actor) -> None:
    """None of them opens anything; the purge takes the rows, used ones too, a day later."""
    del by
    rows, now = OneTimeCode.objects.filter(purpose=purpose, subject=subject, expires_at=FOR_GOOD), clock.now()
    rows.filter(used_at__isnull=True).update(used_at=now, withdrawn=True)
    rows.update(expires_at=now)


def found_in_set(*, purpose: str, subject: UUID, text: str) -> UUID | None:
    """The unused code of the set that this text is. Sought by its HMAC, which nobody without the key can come near to by trying."""
    digest = digest_of(purpose, subject, text)
    rows = OneTimeCode.objects.filter(purpose=purpose, subject=subject, digest=digest, expires_at=FOR_GOOD)
    return rows.filter(used_at__isnull=True).values_list("uuid", flat=True).first()
