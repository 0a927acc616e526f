"""Trusted relatives: named, accepted, revoked."""

import uuid
from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.text import Sentence, T
from bawaba.identity.accounts.faces import Face
from bawaba.identity.accounts.open_sessions import act_from
from bawaba.identity.accounts.warning import warn_every_address
from bawaba.identity.codes.budgets import spend
from bawaba.identity.recovery.lifecycle import TIED, TRUSTED
from bawaba.identity.recovery.models import Trusted
from bawaba.identity.recovery.rules import RELATIVES
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import blind_index, seal

CHANGES = ((5, 86400),)  # each is told to every address
OWN = T("هذا رقمك أنت. سمّ غيرك.", en="This is your own number. Name somebody else.")
ENOUGH = T("لك قريبان موثوقان. ألغِ أحدهما أولًا.", en="You have two trusted relatives. Revoke one of them first.")


class CannotTrust(Sentence):
    """Nobody is named, and why."""


class IllegalMove(Exception):
    """It is not in a state from which this is possible, or not this person's."""


def name_relative(*, giver: Face, number: str, session_key: str | None, by: Actor) -> None:
    """Written alike whether the number exists or not; a worker looks who holds it. Twice is once.

    CannotTrust, TooOften, SessionOver.
    """
    if number == giver.identifier:
        raise CannotTrust(OWN, "own")
    index = blind_index("trusted.receiver", number)
    for _ in range(RELATIVES + 1):  # of those who name in the same moment each round one wins a place
        if Trusted.objects.filter(giver=giver.account, receiver_index=index, state__in=TIED).exists():
            return
        try:
            with transaction.atomic():
                act_from(account=giver.account, session_key=session_key)
                _write(giver, number, index, by)
                return
        except IntegrityError:
            continue
    raise CannotTrust(ENOUGH, "many")


def accept_trust(*, tie: UUID, receiver: UUID, by: Actor) -> None:
    """Only whoever holds the number that was named."""
    _answer(tie, "accept", receiver, by)


def decline_trust(*, tie: UUID, receiver: UUID, by: Actor) -> None:
    """The same question, the other answer."""
    _answer(tie, "decline", receiver, by)


def end_trust(*, tie: UUID, account: UUID, by: Actor) -> None:
    """By whoever trusts (revoke) or is trusted (resign): from that moment an approval counts for nothing."""
    row = Trusted.objects.filter(uuid=tie).first()
    if row is None or account not in {row.giver, row.receiver}:
        raise IllegalMove(tie)
    step = TRUSTED.move("revoke" if row.giver == account else "resign")
    with transaction.atomic():
        if not Trusted.objects.filter(uuid=tie, state__in=step.sources).update(
            state=step.target, changed_at=clock.now()
        ):
            raise IllegalMove(tie)
        told = warn_every_address(account=row.giver, template="relative-ended")
        record(Happening(f"trusted.{step.name}", tie, by), then=told)


def end_ties_of(*, account: UUID, sides: tuple[str, ...] = ("giver", "receiver"), by: Actor) -> None:
    """An account was closed, or bound anew to who stood there: whom its former holder trusted vouches no more."""
    step = TRUSTED.move("end")
    with transaction.atomic():
        for side in sides:
            rows = Trusted.objects.filter(**{side: account}, state__in=step.sources)
            count = rows.update(state=step.target, changed_at=clock.now())
            if count:
                record(Happening("trusted.end", account, by, {"side": side}, count=count))


def _write(giver: Face, number: str, index: bytes, by: Actor) -> None:
    handle, now = uuid.uuid4(), clock.now()
    taken = set(Trusted.objects.filter(giver=giver.account, state__in=TIED).values_list("place", flat=True))
    place = next((one for one in range(RELATIVES) if one not in taken), None)
    if place is None:
        raise CannotTrust(ENOUGH, "many")
    spend(budget="change.relatives", key=str(giver.account), windows=CHANGES)
    Trusted.objects.create(
        uuid=handle,
        giver=giver.account,
        receiver_index=index,
        receiver_sealed=seal(giver.account, "trusted.receiver", handle, number),
        state=TRUSTED.initial(),
        place=place,
        named_at=now,
        changed_at=now,
    )
    told = warn_every_address(account=giver.account, template="relative-named")
    record(
        Happening("trusted.name", handle, by, {"giver": str(giver.account)}),
        then=[*told, Task("trusted.find", {"tie": str(handle)})],
    )


def _answer(tie: UUID, move: str, receiver: UUID, by: Actor) -> None:
    step = TRUSTED.move(move)
    with transaction.atomic():
        named = Trusted.objects.filter(uuid=tie, receiver=receiver, state__in=step.sources)
        if not named.update(state=step.target, changed_at=clock.now()):
            raise IllegalMove(tie)
        giver = Trusted.objects.values_list("giver", flat=True).get(uuid=tie)
        told = warn_every_address(account=giver, template="relative-accepted") if move == "accept" else []
        record(Happening(f"trusted.{move}", tie, by), then=told)
