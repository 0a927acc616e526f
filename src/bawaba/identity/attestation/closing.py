"""The kill switch: an attestor, one key, one operator. It works on the next request, and on the statement under way."""

from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.identity.attestation.binding import CODE
from bawaba.identity.attestation.keeping_keys import NoKey
from bawaba.identity.attestation.models import Attestation, Attestor, AttestorKey, ClosedOperator
from bawaba.identity.attestation.moving import CannotMove, move_attestor, turn_of
from bawaba.identity.codes.commands import take_turn, withdraw_codes
from bawaba.identity.review.commands import withdraw_attendance
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening


def close_attestor(*, attestor: Attestor, reason: str, by: Actor) -> None:
    """Heard nowhere, and what it began waits for presence. CannotMove."""
    with transaction.atomic():
        move_attestor(attestor=attestor, move="close", by=by, told={"reason": reason}, proposed_by=None)
        withdraw_codes(purpose=CODE, subject=attestor.uuid, by=by)


def reopen_attestor(*, attestor: Attestor, reason: str, by: Actor) -> None:
    """Its keys are as they were: close or replace those that were lost first. CannotMove; a kiosk never opens again."""
    if attestor.channel == "kiosk":
        raise CannotMove("a kiosk is closed for good: load another one and enrol its device")
    move_attestor(attestor=attestor, move="reopen", by=by, told={"reason": reason})


def close_key(*, attestor: Attestor, kid: str, reason: str, by: Actor) -> list[str]:
    """Not trusted any more, nor any key that it has introduced, nor what they began; the kids that were closed. NoKey."""
    with transaction.atomic():
        take_turn(key=turn_of(attestor))
        kids = with_successors(attestor, kid)
        rows = AttestorKey.objects.filter(attestor=attestor, kid__in=kids, closed_at__isnull=True)
        closed = sorted(rows.values_list("kid", flat=True))
        if not closed:
            raise NoKey(kid)
        rows.update(closed_at=clock.now())
        told = {"kid": kid, "reason": reason}
        record(Happening("attestor.close_key", attestor.uuid, by, told, count=len(closed)))
    return closed


def close_operator(*, attestor: Attestor, operator: str, reason: str, by: Actor) -> None:
    """Nothing is taken in this name any more, and what it began or attended waits for presence. CannotMove when it is so already."""
    try:
        with transaction.atomic():
            take_turn(key=turn_of(attestor))
            ClosedOperator.objects.create(attestor=attestor, operator=operator, closed_at=clock.now())
            record(Happening("attestor.close_operator", attestor.uuid, by, {"operator": operator, "reason": reason}))
            _withdraw_attendances(attestor, operator, by)
    except IntegrityError as again:
        raise CannotMove(f"{operator} is closed already") from again


def reopen_operator(*, attestor: Attestor, operator: str, reason: str, by: Actor) -> None:
    """Believed again. CannotMove when it was not closed."""
    with transaction.atomic():
        if not ClosedOperator.objects.filter(attestor=attestor, operator=operator).delete()[0]:
            raise CannotMove(f"{operator} is not closed")
        record(Happening("attestor.reopen_operator", attestor.uuid, by, {"operator": operator, "reason": reason}))


def _withdraw_attendances(attestor: Attestor, operator: str, by: Actor) -> None:
    """Nobody's account opens because this operator says that its holder stood there: also not one that waits already."""
    rows = Attestation.objects.filter(attestor=attestor, operator=operator, account__isnull=False)
    for account in set(rows.values_list("account", flat=True)):
        withdraw_attendance(account=account, attendants=(operator,), by=by)


def with_successors(attestor: Attestor, kid: str) -> list[str]:
    """The key, and every key that it introduced by rotation, and those that they did: a thief's own among them."""
    found = [kid]
    for one in found:
        following = AttestorKey.objects.filter(attestor=attestor, introduced_by=one).exclude(kid__in=found)
        found.extend(following.values_list("kid", flat=True))
    return found
