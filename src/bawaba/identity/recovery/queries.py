"""The only readers of recoveries and of trusted relatives for others."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.faces import name_in, with_names
from bawaba.identity.recovery.lifecycle import TIED, UNDER_WAY
from bawaba.identity.recovery.models import Proof, Recovery, Trusted
from bawaba.identity.recovery.rules import CONTESTED, is_begun, open_ways
from bawaba.journal.keys import keyring
from bawaba.journal.queries import how_often
from bawaba.journal.vault import opener, with_keys

SEALED_AS = "recovery.recovery"
LINK = "link"  # by what a recovery was stopped
MOST_SHOWN = 6


class NoRecovery(LookupError):
    """None that is under way under this handle or link."""


@dataclass(frozen=True)
class RecoveryView:
    """A recovery as whoever asks for it sees it."""

    uuid: UUID
    account: UUID
    wants: str
    state: str
    language: str
    reference: str
    phone: str
    phone_proven: bool
    ways: frozenset[str]
    last_out: datetime | None
    cools_until: datetime | None
    stops_by_link: bool

    @property
    def begun(self) -> bool:
        """Whether a first method stands."""
        return is_begun(self.ways)

    @property
    def open_ways(self) -> tuple[str, ...]:
        """What may still be shown."""
        return open_ways(self.wants, self.ways)

    @property
    def ripe(self) -> bool:
        """Whether its last step may be taken now."""
        if self.state == "cooling":
            return self.cools_until is not None and self.cools_until <= clock.now()
        return self.state == "proven"


def recovery(handle: UUID) -> RecoveryView:
    """Under way, or NoRecovery. Two statements."""
    row = Recovery.objects.filter(uuid=handle, state__in=UNDER_WAY, ends_at__gt=clock.now()).first()
    if row is None:
        raise NoRecovery(handle)
    return view(row)


def recovery_to_come_back_to(token: str) -> RecoveryView:
    """By the link that the new phone received. NoRecovery."""
    row = Recovery.objects.filter(back_hash=link_hash(token), state__in=UNDER_WAY, ends_at__gt=clock.now()).first()
    if row is None:
        raise NoRecovery
    return view(row)


def may_stop(token: str) -> bool:
    """Whether the link's button would stop something."""
    return Recovery.objects.filter(stop_hash=link_hash(token), state="cooling").exists()


def contested(account: UUID) -> bool:
    """Whether a link has stopped a recovery of this account lately. Then the next one is stopped by who logs in, or at a kiosk.

    Else whoever holds the old phone, and reads its e-mail, would keep the owner out for ever.
    """
    return how_often(account, "recovery.stop", since=clock.now() - CONTESTED, way=LINK) > 0


def view(row: Recovery) -> RecoveryView:
    """With everything opened that it holds sealed."""
    return RecoveryView(
        uuid=row.uuid,
        account=row.account,
        wants=row.wants,
        state=row.state,
        language=row.language,
        reference=_opened(row, row.reference_sealed),
        phone=_opened(row, row.phone_sealed),
        phone_proven=row.phone_proven_at is not None,
        ways=frozenset(Proof.objects.filter(recovery=row).values_list("way", flat=True)),
        last_out=row.last_out,
        cools_until=row.cools_until,
        stops_by_link=row.stop_hash is not None,
    )


def sealed(handle: UUID, text: str) -> bytes:
    """As a row keeps a reference or a phone."""
    return keyring().seal_value(SEALED_AS, handle.bytes, text)


def link_hash(token: str) -> bytes:
    """As a row keeps a link's token."""
    return hashlib.sha256(token.encode()).digest()


def _opened(row: Recovery, kept: bytes | None) -> str:
    return keyring().open_value(SEALED_AS, row.uuid.bytes, bytes(kept)) if kept is not None else ""


@dataclass(frozen=True)
class Tie:
    """A trusted relative as both sides see it; ``number`` (of the receiver) is the giver's own typing."""

    uuid: UUID
    giver: UUID
    receiver: UUID | None
    number: str
    state: str
    named_at: datetime


@dataclass(frozen=True)
class Trust:
    """A tie with the names of both; None for whoever was erased or has not accepted."""

    tie: Tie
    giver: T | None
    receiver: T | None


@dataclass(frozen=True)
class Asked:
    """Somebody for whom I vouch asks for their account: which phone they say is theirs, and since when."""

    giver: UUID
    phone: str
    since: datetime


@dataclass(frozen=True)
class Ties:
    """Everything of one person: whom I trust, who trusts me, who names me."""

    mine: list[Tie]
    trusting: list[Tie]
    named: list[Tie]


def ties_of(account: UUID) -> Ties:
    """Newest first, in one statement; only what stands."""
    rows = Trusted.objects.filter(Q(giver=account) | Q(receiver=account), state__in=TIED)
    found = _ties(with_keys(rows.order_by("-pk"), "giver"))
    return Ties(
        mine=[one for one in found if one.giver == account],
        trusting=[one for one in found if one.giver != account and one.state == "trusted"],
        named=[one for one in found if one.giver != account and one.state == "named"],
    )


def trust_between(account: UUID) -> list[Trust]:
    """Whom this account trusts, and who trusts it, with the names; one statement.

    Whoever was named and has not accepted stays without a name: naming reveals nobody.
    """
    sides = Q(giver=account, state__in=TIED) | Q(receiver=account, state="trusted")
    found = with_names(with_keys(Trusted.objects.filter(sides).order_by("-pk"), "giver"), "giver", "receiver")
    rows = [row for row in found if row.wrapped_key is not None]
    return [Trust(_tie(row), name_in(row, "giver"), _accepted_name(row)) for row in rows]


def _accepted_name(row: Any) -> T | None:
    return name_in(row, "receiver") if row.state == "trusted" else None


def is_known_to(account: UUID, handle: UUID) -> bool:
    """Whether it is between this person and somebody: for anybody else it is not there."""
    return Trusted.objects.filter(Q(giver=account) | Q(receiver=account), uuid=handle).exists()


def trusting(account: UUID, handle: UUID) -> UUID | None:
    """Who trusts this account by that tie, just now."""
    rows = Trusted.objects.filter(uuid=handle, receiver=account, state="trusted")
    return rows.values_list("giver", flat=True).first()


def asked_of(givers: Iterable[UUID], me: UUID) -> tuple[list[Asked], datetime | None]:
    """Who of them asks just now, newest first, and until when a recovery of my own account waits; one statement.

    Anybody can begin one: none of them proves anything.
    """
    begun, mine = Q(account__in=list(givers), state="started"), Q(account=me, state="cooling")
    rows = list(Recovery.objects.filter(begun | mine, ends_at__gt=clock.now()).order_by("-pk")[:MOST_SHOWN])
    asked = [Asked(one.account, _opened(one, one.phone_sealed), one.started_at) for one in rows if one.account != me]
    return asked, next((one.cools_until for one in rows if one.account == me), None)


def _ties(rows: Any) -> list[Tie]:
    """Without those whose giver was erased."""
    return [_tie(row) for row in rows if row.wrapped_key is not None]


def _tie(row: Any) -> Tie:
    number = opener(row.giver, row.wrapped_key)("trusted.receiver", row.uuid, row.receiver_sealed)
    return Tie(row.uuid, row.giver, row.receiver, number, row.state, row.named_at)
