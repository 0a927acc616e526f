"""Parcels of which nobody knows whether the courier has them: an officer finds out and decides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bawaba.cases.delivery.commands import settle_doubt
from bawaba.cases.delivery.lifecycle import PARCEL
from bawaba.cases.deskwork import NotYours, is_own
from bawaba.cases.models import Parcel
from bawaba.cases.queries import application
from bawaba.identity.staff.queries import OfficerView
from bawaba.journal.ports import Actor

PAGE = 30


@dataclass(frozen=True)
class Doubt:
    """A line of the list: nothing of the person."""

    number: int
    application: UUID
    reference: str
    requested_at: datetime


def doubts_for(officer: OfficerView, after: int | None = None) -> Sequence[Doubt]:
    """Of the officer's agencies, oldest first, by key."""
    rows = Parcel.objects.filter(state="in_doubt", application__agency__in=list(officer.posts))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    columns = ("pk", "application_id", "application__reference", "requested_at")
    return [Doubt(*row) for row in rows.order_by("pk").values_list(*columns)[:PAGE]]


def decide_doubt(*, parcel: UUID, move: str, officer: OfficerView, household: Collection[str]) -> bool:
    """``parcel``: its application. False when a colleague was faster; NotYours for another agency's, one's own, one's family's."""
    if move not in PARCEL.open_to("in_doubt", "officer"):
        raise NotYours(move)
    if not Parcel.objects.filter(application_id=parcel, application__agency__in=list(officer.posts)).exists():
        raise NotYours(parcel)
    found = application(parcel)
    if is_own(application=found, concerned=found.concerned, officer=officer, household=household):
        raise NotYours(parcel)
    return settle_doubt(application=parcel, move=move, by=Actor("officer", str(officer.officer)))
