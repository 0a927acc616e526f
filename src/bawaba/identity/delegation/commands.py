"""The only writers of delegations: offer, accept, decline, withdraw, revoke, resign, use."""

import json
import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.faces import Face
from bawaba.identity.delegation.lifecycle import DELEGATION, OPEN
from bawaba.identity.delegation.models import Delegation
from bawaba.identity.delegation.rules import CannotDelegate, check_offer
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import blind_index, seal

MOST_OPEN = 20
TOO_MANY = T("لديك عشرون تفويضًا قائمًا. أنهِ أحدها أولًا.", en="You have twenty open delegations. End one of them first.")


class IllegalMove(Exception):
    """The delegation is not in a state from which this is possible, or not this person's."""


@dataclass(frozen=True)
class Offer:
    """What the giver has confirmed."""

    receiver_number: str
    services: tuple[str, ...]
    last_day: date
    sentence: T


def offer_delegation(*, giver: Face, offer: Offer, by: Actor) -> UUID:
    """Written alike whether the number exists or not; a worker tells its holder, if there is one. The same offer is one."""
    number = offer.receiver_number
    check_offer(
        giver_number=giver.identifier,
        receiver_number=number,
        services=offer.services,
        today=clock.today(),
        last=offer.last_day,
    )
    same = _mark(giver.account, offer)
    for _ in range(MOST_OPEN + 1):  # of those that offer in the same moment, each round one wins a place
        earlier = Delegation.objects.filter(same=same, state__in=OPEN).values_list("uuid", flat=True).first()
        if earlier is not None:
            return earlier
        try:
            with transaction.atomic():
                return _write_offer(giver, offer, same, by)
        except IntegrityError:
            continue
    raise CannotDelegate(TOO_MANY, "many")


def accept_delegation(*, delegation: UUID, receiver: Face, by: Actor) -> None:
    """Only whoever holds the number that was invited."""
    _answer(delegation, "accept", receiver, by, receiver_account=receiver.account)


def decline_delegation(*, delegation: UUID, receiver: Face, by: Actor) -> None:
    """The same question, the other answer."""
    _answer(delegation, "decline", receiver, by)


def end_delegation(*, delegation: UUID, account: UUID, by: Actor) -> None:
    """By its giver (withdraw, revoke) or its receiver (resign), from the next request on."""
    row = Delegation.objects.filter(uuid=delegation).first()
    move = _ending(row, account) if row is not None else None
    if move is None:
        raise IllegalMove(delegation)
    step = DELEGATION.move(move)
    with transaction.atomic():
        won = Delegation.objects.filter(uuid=delegation, state__in=step.sources)
        if not won.update(state=step.target, changed_at=clock.now()):
            raise IllegalMove(move)
        told = Task("delegation.tell_ended", {"delegation": str(delegation), "ended_by": str(account)})
        record(Happening(f"delegation.{move}", delegation, by), then=[told])


def use_delegation(*, delegation: UUID, receiver: UUID, service: str, application: UUID, by: Actor) -> None:
    """Somebody acts under it, in the caller's transaction: of this and a revocation in the same moment one comes first.

    IllegalMove when it is not in force.
    """
    rows = Delegation.objects.filter(uuid=delegation, receiver=receiver, state="active", last_day__gte=clock.today())
    services = rows.values_list("services", flat=True).first()
    if service not in (services or ()) or not rows.update(used_at=clock.now()):
        raise IllegalMove(delegation)
    told = Task("delegation.tell_used", {"delegation": str(delegation), "application": str(application)})
    record(Happening("delegation.use", delegation, by, {"application": str(application)}), then=[told])


def end_all_of(*, account: UUID, by: Actor) -> None:
    """An account was closed or its holder has died: nothing goes on in their name."""
    step = DELEGATION.move("end")
    with transaction.atomic():
        for side in ("giver", "receiver"):
            rows = Delegation.objects.filter(**{side: account}, state__in=step.sources)
            count = rows.update(state=step.target, changed_at=clock.now())
            if count:
                record(Happening("delegation.end", account, by, {"side": side}, count=count))


def _write_offer(giver: Face, offer: Offer, same: bytes, by: Actor) -> UUID:
    """Into the lowest place that is free; IntegrityError when somebody took it meanwhile."""
    number, handle, now = offer.receiver_number, uuid.uuid4(), clock.now()
    taken = set(Delegation.objects.filter(giver=giver.account, state__in=OPEN).values_list("place", flat=True))
    place = next((one for one in range(MOST_OPEN) if one not in taken), None)
    if place is None:
        raise CannotDelegate(TOO_MANY, "many")
    Delegation.objects.create(
        uuid=handle,
        giver=giver.account,
        receiver_index=blind_index("delegation.receiver", number),
        receiver_sealed=seal(giver.account, "delegation.receiver", handle, number),
        services=list(offer.services),
        sentence=seal(giver.account, "delegation.sentence", handle, json.dumps([offer.sentence.ar, offer.sentence.en])),
        state=DELEGATION.initial(),
        last_day=offer.last_day,
        offered_at=now,
        changed_at=now,
        place=place,
        same=same,
    )
    invite = Task("delegation.invite", {"delegation": str(handle)})
    record(Happening("delegation.offer", handle, by, {"giver": str(giver.account)}), then=[invite])
    return handle


def _mark(giver: UUID, offer: Offer) -> bytes:
    said = [giver.hex, offer.receiver_number, sorted(offer.services), offer.last_day.isoformat()]
    return blind_index("delegation.same", json.dumps(said))


def _answer(delegation: UUID, move: str, receiver: Face, by: Actor, receiver_account: UUID | None = None) -> None:
    step = DELEGATION.move(move)
    with transaction.atomic():
        invited = Delegation.objects.filter(
            uuid=delegation,
            receiver_index=blind_index("delegation.receiver", receiver.identifier),
            state__in=step.sources,
            last_day__gte=clock.today(),
        )
        if not invited.update(state=step.target, receiver=receiver_account, changed_at=clock.now()):
            raise IllegalMove(move)
        told = Task("delegation.tell_answered", {"delegation": str(delegation)})
        record(Happening(f"delegation.{move}", delegation, by), then=[told])


def _ending(row: Delegation, account: UUID) -> str | None:
    if row.giver == account:
        return {"offered": "withdraw", "active": "revoke"}.get(row.state)
    return "resign" if row.receiver == account and row.state == "active" else None
