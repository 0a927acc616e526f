"""Issue codes, count tries before comparing, use a code once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from bawaba.core import clock
from bawaba.core.secrets import same_code
from bawaba.identity.codes.models import OneTimeCode, Tally
from bawaba.identity.codes.rules import rising_wait
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor
from bawaba.journal.prepared import insert
from bawaba.journal.vault import blind_index

REPEATED = timedelta(minutes=1)
COUNT = """
INSERT INTO codes_tally (key, failures, waits, changed_at) VALUES (%s, 1, 0, %s)
ON CONFLICT (key) DO UPDATE SET failures = codes_tally.failures + 1, changed_at = excluded.changed_at
WHERE codes_tally.failures < %s AND (codes_tally.closed_until IS NULL OR codes_tally.closed_until <= %s)
RETURNING failures
"""
TAKE = """
INSERT INTO codes_tally (key, failures, waits, changed_at) VALUES {}
ON CONFLICT (key) DO UPDATE SET changed_at = excluded.changed_at
"""
FORGET = "UPDATE codes_tally SET failures = 0, waits = 0, changed_at = %s WHERE key IN ({})"


class CodeUsed(Exception):
    """Somebody was faster: the code has been used."""


@dataclass(frozen=True)
class Verdict:
    """What a try came to. ``code`` names the code to use up inside the transaction of the effect."""

    right: bool
    code: UUID | None = None
    tries_left: int = 0
    closed_until: datetime | None = None


def issue_code(
    *,
    purpose: str,
    subject: UUID,
    text: str,
    life: timedelta,
    country: str = "",
    place: UUID | None = None,
    by: Actor,
) -> UUID:
    """Keep the HMAC of a new code. Older ones of the purpose (and place) no longer count; failures do (R8).

    ``place``: what waits for it, where it is good nowhere else (ASVS 6.6.2).
    ``country`` is that of a stranger's phone: of these codes it is judged how many are typed (A9).
    """
    del by  # who asked stands in the event of the caller
    row = OneTimeCode(
        purpose=purpose,
        subject=subject,
        digest=digest_of(purpose, subject, text),
        made_at=clock.now(),
        expires_at=clock.now() + life,
        country=country,
        place=place,
    )
    insert(row)
    return row.uuid


def try_code(
    *, purpose: str, subject: UUID, text: str, place: UUID | None = None, counted_as: str = "", by: Actor
) -> Verdict:
    """Count the try, then compare; at most five comparisons a code, whoever asks and however parallel.

    Failures count for the subject wherever they happen; ``counted_as``: the purpose whose row they share.
    """
    del by
    row = f"{counted_as or purpose}|{subject}"
    closed = count_failure(key=row, most=settings.LIMITS.login_failures_before_wait)
    if closed is not None:
        return Verdict(right=False, closed_until=closed)
    newest = OneTimeCode.objects.filter(purpose=purpose, subject=subject, place=place).order_by("-id").first()
    if newest is None or not _count_attempt(newest.pk):
        return Verdict(right=False)
    if not same_code(bytes(newest.digest), digest_of(purpose, subject, text)):
        return Verdict(right=False, tries_left=settings.LIMITS.code_tries - newest.attempts - 1)
    forget_failures(row)
    return Verdict(right=True, code=newest.uuid)


def use_code(*, code: UUID, by: Actor) -> None:
    """Use the code up, in the transaction of what it opens; raises when it was used before."""
    del by
    if not OneTimeCode.objects.filter(uuid=code, used_at__isnull=True).update(used_at=clock.now()):
        raise CodeUsed(code)


def repeats_newest(*, purpose: str, subject: UUID, text: str, by: Actor) -> bool:
    """The same for who knows only what the code was for."""
    newest = OneTimeCode.objects.filter(purpose=purpose, subject=subject).order_by("-id").first()
    return newest is not None and repeats_code(code=newest.uuid, text=text, by=by)


def repeats_code(*, code: UUID, text: str, by: Actor) -> bool:
    """Whether this text is the code that was used a moment ago (a second click); counted like every try."""
    del by
    used = OneTimeCode.objects.filter(
        uuid=code, used_at__gt=clock.now() - REPEATED, attempts__lt=settings.LIMITS.code_tries
    )
    if not used.update(attempts=F("attempts") + 1):
        return False
    row = OneTimeCode.objects.get(uuid=code)
    return same_code(bytes(row.digest), digest_of(row.purpose, row.subject, text))


def withdraw_codes(*, purpose: str, subject: UUID, by: Actor) -> None:
    """No code of this purpose opens anything any more."""
    del by
    OneTimeCode.objects.filter(purpose=purpose, subject=subject, used_at__isnull=True).update(
        used_at=clock.now(), withdrawn=True
    )


def count_failure(*, key: str, most: int) -> datetime | None:
    """Count a try as failed before its outcome is known. Returns until when the key is closed, or None: go on."""
    index, now = blind_index("tally", key), clock.now()
    if _count_one(index, now, most) is not None:
        return None
    with transaction.atomic():
        _close(index, now)
        return Tally.objects.values_list("closed_until", flat=True).get(key=index)


def count_in_a_row(*, key: str, most: int) -> bool:
    """Count a try as failed before its outcome is known; False once ``most`` failed in a row: closed until a success."""
    return count_up(key=key, most=most) is not None


def count_up(*, key: str, most: int) -> int | None:
    """One more under this key: how many there are now, or None when there were ``most`` before."""
    return _count_one(blind_index("tally", key), clock.now(), most)


def take_turn(*, key: str) -> None:
    """Whoever else takes the same turn waits until this transaction has ended; on SQLite it has waited already."""
    take_in_order(key)


def take_in_order(*keys: str) -> None:
    """Several different ones by one statement, in the order in which they are named: whoever names two names them so."""
    indexes = [blind_index("tally", f"turn|{key}") for key in keys]
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(clock.now())
        rows = ", ".join(["(%s, 0, 0, %s)"] * len(keys))
        cursor.execute(TAKE.format(rows), [value for index in indexes for value in (index, moment)])


def forget_failures(*keys: str) -> None:
    """Success: these rows of failures have ended."""
    indexes = [blind_index("tally", key) for key in keys]
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(clock.now())
        cursor.execute(FORGET.format(", ".join(["%s"] * len(keys))), [moment, *indexes])


def end_row(key: str) -> None:
    """Nothing is counted under this key any more; for keys that nobody counts under twice."""
    Tally.objects.filter(key=blind_index("tally", key)).delete()


def _close(index: bytes, now: datetime) -> None:
    """Only the one that meets the full tally closes it; after the wait it is half open again: one try, then a longer wait."""
    waits = Tally.objects.values_list("waits", flat=True).get(key=index)
    until = now + rising_wait(settings.LIMITS.login_wait, waits)
    Tally.objects.filter(Q(closed_until__isnull=True) | Q(closed_until__lte=now), key=index, waits=waits).update(
        closed_until=until, waits=waits + 1, failures=0, changed_at=now
    )


def _count_one(index: bytes, now: datetime, most: int) -> int | None:
    """One conditional statement and one commit, for a key that was never seen as for any other."""
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(COUNT, [index, moment, most, moment])
        counted = cursor.fetchone()
    return int(counted[0]) if counted else None


def _count_attempt(pk: int) -> bool:
    with transaction.atomic():
        return bool(
            OneTimeCode.objects.filter(
                pk=pk, used_at__isnull=True, expires_at__gt=clock.now(), attempts__lt=settings.LIMITS.code_tries
            ).update(attempts=F("attempts") + 1)
        )


def digest_of(purpose: str, subject: UUID, text: str) -> bytes:
    """What the database keeps of a code: worth nothing without the key outside it."""
    return keyring().code_hmac(purpose, subject.hex, text)
