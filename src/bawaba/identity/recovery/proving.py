"""Methods of a recovery, one command each. Every try counts before anything is compared; each method counts once."""

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.secrets import new_handle
from bawaba.identity.accounts.authenticator_app import try_app_code, use_step
from bawaba.identity.accounts.open_sessions import act_from
from bawaba.identity.accounts.recovering import CannotRecover, recoverable, serves
from bawaba.identity.accounts.recovery_codes import RECOVERY as SHEETS
from bawaba.identity.accounts.recovery_codes import note_recovery
from bawaba.identity.codes.code_sets import found_in_set
from bawaba.identity.codes.commands import CodeUsed, count_failure, count_in_a_row, forget_failures, use_code
from bawaba.identity.codes.stage_tries import forget_tries_of
from bawaba.identity.recovery.alerts import tell_waiting
from bawaba.identity.recovery.lifecycle import PROVEN, RECOVERY
from bawaba.identity.recovery.models import Proof, Recovery, Trusted
from bawaba.identity.recovery.queries import RecoveryView, contested, link_hash, view
from bawaba.identity.recovery.rules import APP, BANK, LOST_PHONE, RELATIVE, SHEET, is_begun, is_enough
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import blind_index


class AnotherIsProven(Exception):
    """Somebody has proven another recovery of this account, which waits: it must be stopped first."""


class NotTrusted(Exception):
    """No such request, or not of somebody who trusts this person now; one answer for all."""


class OwnPhone(Exception):
    """The phone that is asked for serves whoever vouches: then one person would hold two methods."""


def show_sheet(*, recovery: RecoveryView, text: str, address: str, by: Actor) -> bool:
    """A code of the sheet: 60 bits, so tries are bounded by address and nobody closes the owner's way from elsewhere.

    Used up by what it proves; every address hears of it. AnotherIsProven.
    """
    place, all_of_them = f"recover.sheet|at|{address}", f"recover.sheet|{recovery.account}"
    if count_failure(key=place, most=settings.LIMITS.code_tries) is not None:
        return False
    if not count_in_a_row(key=all_of_them, most=settings.LIMITS.long_code_tries):
        return False
    code = found_in_set(purpose=SHEETS, subject=recovery.account, text=text)
    if code is None:
        return False
    try:
        with transaction.atomic():
            row = _open(recovery.uuid)
            use_code(code=code, by=by)
            note_recovery(account=recovery.account, by=by)
            add_proof(row, SHEET, by=by)
    except (CannotRecover, CodeUsed):
        return False
    forget_failures(place, all_of_them)
    forget_tries_of(purpose=SHEETS, subject=recovery.account, stage=str(recovery.uuid))
    return True


def show_app(*, recovery: RecoveryView, text: str, device: str, by: Actor) -> bool:
    """A code of the app, under the log-in's own tallies, and only behind a first method: no stranger can spend them. AnotherIsProven."""
    if not recovery.begun or recovery.wants != LOST_PHONE:
        return False
    shown = try_app_code(account=recovery.account, text=text, stage=str(recovery.uuid), device=device)
    if shown is None:
        return False
    try:
        with transaction.atomic():
            row = _open(recovery.uuid)
            use_step(account=recovery.account, step=shown.step)
            add_proof(row, APP, by=by)
    except (CannotRecover, CodeUsed):
        return False
    return True


def approve_recovery(*, giver: UUID, reference: str, relative: UUID, session_key: str | None, by: Actor) -> None:
    """A trusted relative vouches, by the reference that the person has told them. Twice is once.

    NotTrusted, OwnPhone, AnotherIsProven, SessionOver. One UPDATE on the tie: a revocation comes first or after.
    """
    index = blind_index("recovery.reference", reference)
    with transaction.atomic():
        act_from(account=relative, session_key=session_key)
        tie = Trusted.objects.filter(giver=giver, receiver=relative, state="trusted")
        found = Recovery.objects.filter(account=giver, reference_index=index, state="started").first()
        if not tie.update(state="trusted") or found is None:
            raise NotTrusted
        try:
            recoverable(relative)
            row = _open(found.uuid)
        except CannotRecover as error:
            raise NotTrusted from error
        if add_proof(row, RELATIVE, relative=relative, by=by):
            record(Happening("recovery.approve", giver, by, {"relative": str(relative)}))


def note_renewed_attestation(*, account: UUID, phone: str, by: Actor) -> bool:
    """In the transaction of a bank's statement: one method of the recovery that waits for this phone, and nothing else (R6).

    Whether there was one; the bank hears one word either way (R2).
    """
    index = blind_index("account.phone", phone)
    waiting = Recovery.objects.filter(account=account, phone_index=index, state="started", wants=LOST_PHONE)
    found = waiting.filter(phone_proven_at__isnull=False, ends_at__gt=clock.now()).order_by("-pk").first()
    if found is None:
        return False
    try:
        with transaction.atomic():
            row = _open(found.uuid)
            return is_begun(view(row).ways) and add_proof(row, BANK, by=by)
    except (CannotRecover, AnotherIsProven, OwnPhone):
        return False


def add_proof(row: Recovery, way: str, *, relative: UUID | None = None, by: Actor) -> bool:
    """In the caller's transaction, which holds the row: whether it is new. What is enough then moves the recovery on. OwnPhone."""
    if Proof.objects.filter(recovery=row, way=way).exists():
        return False
    Proof.objects.create(recovery=row, way=way, relative=relative, shown_at=clock.now())
    record(Happening("recovery.show", row.account, by, {"way": way}))
    advance(row, by=by)
    return True


def advance(row: Recovery, *, by: Actor) -> None:
    """In the caller's transaction, which holds the row: two methods make it proven, or let it wait. AnotherIsProven, OwnPhone."""
    seen = view(row)
    vouched = Proof.objects.filter(recovery=row, way=RELATIVE).values_list("relative", flat=True).first()
    if vouched is not None and seen.phone and serves(vouched, seen.phone):
        raise OwnPhone
    if not is_enough(row.wants, seen.ways, phone_proven=seen.phone_proven):
        return
    now, limits = clock.now(), settings.LIMITS
    row.last_out, row.changed_at, row.ends_at = (
        recoverable(row.account).last_out,
        now,
        now + limits.recovery_proven_life,
    )
    move, token = RECOVERY.move("prove"), None if contested(row.account) else new_handle()
    if row.wants == LOST_PHONE:
        move, row.stop_hash = RECOVERY.move("wait"), link_hash(token) if token else None
        row.cools_until = now + limits.recovery_cooling
        row.ends_at = row.cools_until + limits.recovery_to_come_back
    row.state = move.target
    _expire_earlier(row.account, by)
    try:
        with transaction.atomic():
            row.save()  # held by the caller's UPDATE on its state
    except IntegrityError as error:
        raise AnotherIsProven from error
    told = tell_waiting(row, token) if row.wants == LOST_PHONE else []
    record(Happening(f"recovery.{move.name}", row.account, by), then=told)


def _expire_earlier(account: UUID, by: Actor) -> None:
    """What was proven too long ago is not in the way until the clock comes by."""
    step, now = RECOVERY.move("expire"), clock.now()
    late = Recovery.objects.filter(account=account, state__in=PROVEN, ends_at__lte=now)
    if count := late.update(state=step.target, changed_at=now):
        record(Happening("recovery.expire", account, by, count=count))


def hold(handle: UUID) -> Recovery:
    """First in the caller's transaction: of two proofs in the same moment the second sees the first. CannotRecover."""
    return _open(handle)


def _open(handle: UUID) -> Recovery:
    mine = Recovery.objects.filter(uuid=handle, state="started", ends_at__gt=clock.now())
    if not mine.update(changed_at=clock.now()):
        raise CannotRecover(handle)
    row = Recovery.objects.get(uuid=handle)
    recoverable(row.account)
    return row
