"""The writers of a recovery's beginning and of its ends; what proves it stands in proving.py."""

import uuid
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.identity.accounts.login import account_for_opening
from bawaba.identity.accounts.recovering import recover_password, recover_phone
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.commands import take_in_order
from bawaba.identity.recovery.alerts import tell_stopped
from bawaba.identity.recovery.lifecycle import RECOVERY
from bawaba.identity.recovery.models import Recovery
from bawaba.identity.recovery.queries import LINK, RecoveryView, link_hash, sealed
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.prepared import insert
from bawaba.journal.vault import blind_index
from bawaba.registers.ports import Person


class RecoveryOver(Exception):
    """Stopped, done, expired, or not so far yet."""


def start_recovery(*, number: str, wants: str, language: str, address: str, by: Actor) -> UUID:
    """A row like any other, whoever has the number, and nothing is sent to anybody. TooOften by address.

    There may be many of one account: one that a stranger began stops nobody's own.
    """
    spend(budget="recover.address", key=address, windows=settings.LIMITS.starts_per_origin)
    handle, reference, now = uuid.uuid4(), new_reference(), clock.now()
    row = Recovery(
        uuid=handle,
        account=account_for_opening(number),
        wants=wants,
        state=RECOVERY.initial(),
        language=language,
        reference_index=blind_index("recovery.reference", reference),
        reference_sealed=sealed(handle, reference),
        started_at=now,
        changed_at=now,
        ends_at=now + settings.LIMITS.recovery_started_life,
    )
    with transaction.atomic():
        insert(row)
        record(Happening("recovery.start", handle, by, {"wants": wants}))
    return handle


def choose_password_again(*, recovery: RecoveryView, password: str, by: Actor) -> None:
    """The phone is held: the new password counts, all sessions end. RecoveryOver, CannotRecover."""
    hashed = make_password(password)  # before the transaction: hashing holds no lock
    with transaction.atomic():
        _finish(recovery, "proven", by)
        recover_password(account=recovery.account, hashed=hashed, last_out=recovery.last_out, by=by)


def take_new_phone(*, recovery: RecoveryView, person: Person, password: str, by: Actor) -> None:
    """The phone was lost and the time is over: the new one and the new password count.

    RecoveryOver, CannotRecover, PhoneServesAnother.
    """
    hashed = make_password(password)
    with transaction.atomic():
        take_in_order(f"person|{person.identifier}", f"phone|{recovery.phone}")  # as R5 does
        _finish(recovery, "cooling", by)
        recover_phone(
            account=recovery.account,
            person=person,
            phone=recovery.phone,
            hashed=hashed,
            last_out=recovery.last_out,
            by=by,
        )


def stop_recovery(*, token: str, by: Actor) -> None:
    """The button behind "this was not me": it ends what waits, once, and tells everybody. RecoveryOver.

    Whoever holds the phone that is said to be lost has such a link: for a while it is the last one (``contested``).
    """
    _stop(Recovery.objects.filter(stop_hash=link_hash(token)).first(), LINK, by)


def stop_own_recovery(*, account: UUID, by: Actor) -> None:
    """The same from a session of the account. A second click finds it done."""
    row = Recovery.objects.filter(account=account, state="cooling").first()
    if row is not None:
        _stop(row, "session", by)


def end_recoveries_of(*, account: UUID, by: Actor) -> None:
    """Bound in person, suspended or closed: whatever was under way is over, by one set-wide UPDATE."""
    step = RECOVERY.move("end")
    with transaction.atomic():
        rows = Recovery.objects.filter(account=account, state__in=step.sources)
        count = rows.update(state=step.target, changed_at=clock.now())
        if count:
            record(Happening("recovery.end", account, by, count=count))


def _stop(row: Recovery | None, way: str, by: Actor) -> None:
    step = RECOVERY.move("stop")
    with transaction.atomic():
        if row is None or not Recovery.objects.filter(pk=row.pk, state__in=step.sources).update(
            state=step.target, changed_at=clock.now()
        ):
            raise RecoveryOver
        record(Happening("recovery.stop", row.account, by, {"way": way}), then=tell_stopped(row))


def _finish(recovery: RecoveryView, state: str, by: Actor) -> None:
    """One UPDATE that a stop, an end or another click may win; before its time it finds nothing."""
    now = clock.now()
    mine = Recovery.objects.filter(uuid=recovery.uuid, state=state, ends_at__gt=now)
    if state == "cooling":
        mine = mine.filter(cools_until__lte=now)
    if not mine.update(state=RECOVERY.move("finish").target, changed_at=now):
        raise RecoveryOver
    record(Happening("recovery.finish", recovery.account, by, {"ways": "+".join(sorted(recovery.ways))}))
