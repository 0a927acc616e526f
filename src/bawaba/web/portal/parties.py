"""Who can act for me and for whom I can act, as one list each: from delegations and from what the register says."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bawaba.cases.catalogue import services
from bawaba.cases.concerns import WARD
from bawaba.cases.eservice import EService
from bawaba.core.clock import RIYADH
from bawaba.core.text import T
from bawaba.identity.delegation.queries import Between
from bawaba.identity.recovery.queries import Trust
from bawaba.registers.ports import Names, Person, Relative, Tie

DELEGATION = T("تفويض", en="Delegation")
TRUST = T("قريب موثوق", en="Trusted relative")
HEAD = T("رب الأسرة", en="Head of household")
PLACES = {  # what a member of the household is to this person
    "head": HEAD,
    "parent": T("زوج رب الأسرة", en="Spouse of the head of household"),
    "spouse": T("زوج أو زوجة", en="Spouse"),
    "child": T("ابن أو ابنة", en="Child"),
}


@dataclass(frozen=True)
class Party:
    """Somebody on the other side: by which right, in which e-services, since when and until when.

    A ``delegation`` can be ended, and so can a ``trust``, which opens no e-service: whoever is trusted vouches for a lost phone.

    Whoever has not answered yet is named by the ``number`` that the giver typed.
    """

    name: T | None
    right: T
    may: Sequence[EService]
    since: date | None = None
    until: date | None = None
    decision: str = ""
    delegation: UUID | None = None
    waits: bool = False
    used_at: datetime | None = None
    number: str = ""
    trust: UUID | None = None


def by_trust(account: UUID, found: Iterable[Trust]) -> tuple[list[Party], list[Party]]:
    """Who vouches for ``account`` when its phone is lost, for whom it vouches."""
    rows = list(found)
    mine = [_trusted(one, one.receiver) for one in rows if one.tie.giver == account]
    return mine, [_trusted(one, one.giver) for one in rows if one.tie.giver != account and one.giver]


def by_delegation(account: UUID, found: Iterable[Between]) -> tuple[list[Party], list[Party]]:
    """Who can act for ``account``, for whom it can act."""
    rows = list(found)
    given = [_given(one) for one in rows if one.delegation.giver == account]
    received = [_shared(one, one.giver) for one in rows if one.delegation.giver != account and one.giver]
    return given, received


def over_me(own: Person, today: date) -> list[Party]:
    """Who can act for this person as the register has it: heads of the household, guardians, representatives."""
    kin = {one.relation for one in own.household}
    me = _seen_as(kin)
    heads = [one for one in own.household if one.relation in ("head", "parent")] if me else []
    if me == {"spouse"}:
        heads = [one for one in heads if one.relation == "head"]
    family = [_relative(one, _open(me, own.population)) for one in heads]
    return [
        *family,
        *(_tied(one, own) for one in own.ties if one.role == "guardian" and one.holds_on(today)),
    ]


def under_me(own: Person, today: date) -> list[Party]:
    """For whom this person can act as the register has it."""
    mine = [one for one in own.household if one.relation in ("spouse", "child")]
    family = [_relative(one, _open({one.relation}, own.population)) for one in mine]
    return [*family, *(_tied(one, own) for one in own.ties if one.role == WARD and one.holds_on(today))]


def _seen_as(kin: Collection[str]) -> set[str]:
    """What the head calls this person; a household of two does not say it, so it is either. Empty for the head."""
    if "head" not in kin:
        return set()
    if "child" in kin:
        return {"spouse"}
    return {"child"} if {"parent", "sibling"} & set(kin) else {"spouse", "child"}


def _open(relations: Collection[str], population: str) -> list[EService]:
    return [
        one
        for one in services().values()
        if set(relations) & set(one.for_whom) and not one.page and (population in one.open_to or "child" in relations)
    ]


def _relative(one: Relative, may: Sequence[EService]) -> Party:
    return Party(_full(one.names), PLACES[one.relation], may)


def _tied(one: Tie, own: Person) -> Party:
    """What is open to the ward or to the guardian, and within the scope."""
    wards = [it for it in services().values() if WARD in it.for_whom and {one.population, own.population} & it.open_to]
    may = [it for it in wards if "all" in one.scope or it.agency in one.scope]
    return Party(_full(one.names), one.kind, may, one.since, one.until, one.document)


def _given(one: Between) -> Party:
    waits, number = one.delegation.state == "offered", one.delegation.number
    return _shared(one, one.receiver, waits=waits, number=number)


def _shared(one: Between, name: T | None, *, waits: bool = False, number: str = "") -> Party:
    found = one.delegation
    may = [services()[slug] for slug in found.services if slug in services()]
    since = (found.offered_at if waits else found.changed_at).astimezone(RIYADH).date()
    return Party(name, DELEGATION, may, since, found.last_day, "", found.uuid, waits, found.used_at, number)


def _trusted(one: Trust, name: T | None) -> Party:
    tie, since = one.tie, one.tie.named_at.astimezone(RIYADH).date()
    return Party(name, TRUST, (), since, waits=tie.state == "named", number=tie.number, trust=tie.uuid)


def _full(names: Names) -> T:
    return T(names.ar.full or names.en.full, en=names.en.full or names.ar.full)
