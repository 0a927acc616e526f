"""The only writers of delegations: offer, accept, decline, withdraw, revoke, resign, use."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.commands import IllegalMove as AccountMoved
from bawaba.identity.accounts.commands import keep_open
from bawaba.identity.accounts.faces import Face
from bawaba.identity.delegation.lifecycle import DELEGATION, OPEN
from bawaba.identity.delegation.models import Delegation
from bawaba.identity.delegation.rules import CannotDelegate, check_offer
from bawaba.journal.commands import record
from bawaba.journal.confirmed import sealed_in_event
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import blind_index, seal

MOST_OPEN = 20
TOO_MANY = T("لديك عشرون تفويضًا قائمًا. أنهِ أحدها أولًا.", en="You have twenty open delegations. End one of them first.")

NOT_OPEN = T("حسابك لا يمنح تفويضًا وهو على حاله الآن.", en="Your account gives no delegation in its present state.")


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
                keep_open(account=giver.account)
                return _write_offer(giver, offer, same, by)
        except IntegrityError:
            continue
        except AccountMoved as closed:
            raise CannotDelegate(NOT_OPEN, "account") from closed
    raise CannotDelegate(TOO_MANY, "many")


def accept_delegation(*, delegation: UUID, receiver: Face, sentence: T, by: Actor) -> None:
    """Only whoever holds the number that was invited; the sentence that they confirmed is kept under their key."""
    kept = seal(receiver.account, "delegation.acceptance", delegation, json.dumps([sentence.ar, sentence.en]))
    said = sealed_in_event(receiver.account, delegation, sentence)
    _answer(delegation, "accept", receiver, by, said, receiver=receiver.account, acceptance=kept)


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
    said = {"giver": str(giver.account), **sealed_in_event(giver.account, handle, offer.sentence)}
    record(Happening("delegation.offer", handle, by, said), then=[invite])
    return handle


def _hold(account: UUID) -> None:
    """First in the transaction: of this and the account's closing one comes first, and a closing ends what came before it."""
    try:
        keep_open(account=account)
    except AccountMoved as closed:
        raise IllegalMove(account) from closed


def _mark(giver: UUID, offer: Offer) -> bytes:
    said = [giver.hex, offer.receiver_number, sorted(offer.services), offer.last_day.isoformat()]
    return blind_index("delegation.same", json.dumps(said))


def _answer(delegation: UUID, move: str, who: Face, by: Actor, said: Mapping[str, str] = {}, **columns: object) -> None:
    step = DELEGATION.move(move)
    with transaction.atomic():
        _hold(who.account)
        invited = Delegation.objects.filter(
            uuid=delegation,
            receiver_index=blind_index("delegation.receiver", who.identifier),
            state__in=step.sources,
            last_day__gte=clock.today(),
        )
        if not invited.update(state=step.target, changed_at=clock.now(), **columns):
            raise IllegalMove(move)
        told = Task("delegation.tell_answered", {"delegation": str(delegation), "move": move})
        record(Happening(f"delegation.{move}", delegation, by, said), then=[told])


def _ending(row: Delegation, account: UUID) -> str | None:
    if row.giver == account:
        return {"offered": "withdraw", "active": "revoke"}.get(row.state)
    return "resign" if row.receiver == account and row.state == "active" else None
