"""The only readers of delegations for others."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet, Value

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.faces import Face, name_in, with_names
from bawaba.identity.delegation.lifecycle import OPEN
from bawaba.identity.delegation.models import Delegation
from bawaba.journal.vault import blind_index, opener, with_keys

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
    changed_at: datetime
    used_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Offered or in force, until its last day, whether or not the clock has come by since."""
        return self.state in OPEN and self.last_day >= clock.today()


class NoDelegation(LookupError):
    """None that would let this person act."""


@dataclass(frozen=True)
class Power:
    """Everything of one person: ``given`` (who may act for me), ``received`` (for whom I may act), ``offers`` to me."""

    given: list[DelegationView]
    received: list[DelegationView]
    offers: list[DelegationView]


def delegation(handle: UUID) -> DelegationView:
    """By UUID; for tasks."""
    row = with_keys(Delegation.objects.filter(uuid=handle), "giver").first()
    if row is None:
        raise NoDelegation(handle)
    return _view(row)


def power_of(who: Face) -> Power:
    """Newest first, in one statement."""
    index = blind_index("delegation.receiver", who.identifier)
    offered = Q(receiver_index=index, state="offered", last_day__gte=clock.today())
    rows = Delegation.objects.filter(Q(giver=who.account) | Q(receiver=who.account) | offered).order_by("-pk")
    found = _views(with_keys(rows, "giver")[:PAGE])
    return Power(
        given=[one for one in found if one.giver == who.account],
        received=[one for one in found if one.receiver == who.account],
        offers=[one for one in found if one.giver != who.account and one.receiver is None],
    )


@dataclass(frozen=True)
class Between:
    """A delegation with the names of its two sides; None for whoever has not answered or was erased."""

    delegation: DelegationView
    giver: T | None
    receiver: T | None


def open_between(account: UUID) -> list[Between]:
    """Offered or in force, given or received by this account, with the names; newest first, in one statement."""
    sides = Q(giver=account) | Q(receiver=account)
    rows = Delegation.objects.filter(sides, state__in=OPEN, last_day__gte=clock.today()).order_by("-pk")
    found = with_names(with_keys(rows, "giver"), "giver", "receiver")[:PAGE]
    named = [(row, name_in(row, "giver"), name_in(row, "receiver")) for row in found if row.wrapped_key is not None]
    return [Between(_view(row), giver, receiver) for row, giver, receiver in named]


def known_to(who: Face, handle: UUID) -> bool:
    """Whether this person gave it, or it was offered to their number: for anybody else it is not there."""
    index = blind_index("delegation.receiver", who.identifier)
    mine = Q(giver=who.account) | Q(receiver=who.account) | Q(receiver_index=index)
    return Delegation.objects.filter(mine, uuid=handle).exists()


def waiting_offers(number: str, place: int) -> QuerySet[Any]:
    """One row of (place, nobody, "delegation") if there are any, for a room above to ask for in one statement with what else waits."""
    index = blind_index("delegation.receiver", number)
    rows = Delegation.objects.filter(receiver_index=index, state="offered", last_day__gte=clock.today())
    marked = rows.annotate(number=Value(place, BigIntegerField()), said=Value("delegation"))
    return marked.values_list("number", "receiver", "said").distinct()


def is_in_force(*, delegation: UUID, receiver: UUID, service: str) -> bool:
    """Whether ``receiver`` may use ``service`` under it now."""
    rows = Delegation.objects.filter(uuid=delegation, receiver=receiver, state="active", last_day__gte=clock.today())
    return any(service in services for services in rows.values_list("services", flat=True))


def givers_for(receiver: UUID, service: str) -> list[DelegationView]:
    """Everybody for whom ``receiver`` may use ``service`` now; of two of one giver the one that lasts longer."""
    rows = Delegation.objects.filter(receiver=receiver, state="active", last_day__gte=clock.today())
    found = _views(with_keys(rows, "giver").order_by("last_day")[:PAGE])
    return list({one.giver: one for one in found if service in one.services}.values())


def _views(rows: Iterable[Any]) -> list[DelegationView]:
    """Without those whose giver was erased: nothing is left of them."""
    return [_view(row) for row in rows if row.wrapped_key is not None]


def _view(row: Any) -> DelegationView:
    opened = opener(row.giver, row.wrapped_key)
    arabic, english = json.loads(opened("delegation.sentence", row.uuid, row.sentence))
    return DelegationView(
        uuid=row.uuid,
        giver=row.giver,
        receiver=row.receiver,
        number=opened("delegation.receiver", row.uuid, row.receiver_sealed),
        services=tuple(row.services),
        sentence=T(arabic, en=english),
        state=row.state,
        last_day=row.last_day,
        offered_at=row.offered_at,
        changed_at=row.changed_at,
        used_at=row.used_at,
    )
