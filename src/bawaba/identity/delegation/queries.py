"""The only readers of delegations for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.queries import Holder
from bawaba.identity.delegation.models import Delegation
from bawaba.journal.vault import blind_index, unseal

PAGE = 50


@dataclass(frozen=True)
class DelegationView:
    """A delegation as its two sides see it; ``number`` (of the receiver) is the giver's own typing."""

    uuid: UUID
    giver: UUID
    receiver: UUID | None
    number: str
    services: tuple[str, ...]
    sentence: T
    state: str
    last_day: date
    offered_at: datetime


class NoDelegation(LookupError):
    """None that would let this person act."""


def delegation(handle: UUID) -> DelegationView:
    """By UUID; for tasks."""
    row = Delegation.objects.filter(uuid=handle).first()
    if row is None:
        raise NoDelegation(handle)
    return _view(row)


def delegations_given(account: UUID) -> list[DelegationView]:
    """For whom: who may act for me, newest first."""
    return _views(Delegation.objects.filter(giver=account).order_by("-pk")[:PAGE])


def delegations_received(account: UUID) -> list[DelegationView]:
    """For whom I may act, newest first."""
    return _views(Delegation.objects.filter(receiver=account).order_by("-pk")[:PAGE])


def invitations_of(who: Holder) -> list[DelegationView]:
    """What was offered to this person's number and waits for an answer."""
    index = blind_index("delegation.receiver", who.identifier)
    rows = Delegation.objects.filter(receiver_index=index, state="offered", last_day__gte=clock.today())
    return _views(rows.order_by("-pk")[:PAGE])


def delegation_for(*, giver: UUID, receiver: UUID, service: str) -> DelegationView:
    """The delegation under which ``receiver`` may use ``service`` for ``giver`` now; NoDelegation."""
    rows = Delegation.objects.filter(giver=giver, receiver=receiver, state="active", last_day__gte=clock.today())
    for row in rows.order_by("-last_day"):
        if service in row.services:
            return _view(row)
    raise NoDelegation(service)


def givers_for(receiver: UUID, service: str) -> list[DelegationView]:
    """Everybody for whom ``receiver`` may use ``service`` now."""
    rows = Delegation.objects.filter(receiver=receiver, state="active", last_day__gte=clock.today())
    return [_view(row) for row in rows.order_by("pk") if service in row.services]


def _views(rows: Iterable[Delegation]) -> list[DelegationView]:
    return [_view(row) for row in rows]


def _view(row: Delegation) -> DelegationView:
    return DelegationView(
        uuid=row.uuid,
        giver=row.giver,
        receiver=row.receiver,
        number=unseal(row.giver, "delegation.receiver", row.uuid, row.receiver_sealed),
        services=tuple(row.services),
        sentence=T(row.sentence_ar, en=row.sentence_en),
        state=row.state,
        last_day=row.last_day,
        offered_at=row.offered_at,
    )
