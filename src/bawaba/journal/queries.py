"""What happened, for those who show it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bawaba.journal.models import Event

MOST = 100
PAGE = 20


@dataclass(frozen=True)
class Happened:
    """One event of a subject's history."""

    type: str
    at: datetime
    by: str  # the actor's opaque name


def history_of(subjects: Collection[UUID], types: Collection[str]) -> list[Happened]:
    """The events of these subjects and types in one statement, oldest first; at most MOST."""
    rows = Event.objects.filter(subject__in=subjects, type__in=types).order_by("pk")
    return [Happened(*row) for row in rows.values_list("type", "at", "actor")[:MOST]]


@dataclass(frozen=True)
class Line:
    """One event as the page of its subject needs it; ``number`` is what the next page goes on from."""

    number: int
    uuid: UUID
    type: str
    at: datetime
    by_kind: str
    by: str
    place: str
    data: Mapping[str, Any]


def lines_of(subject: UUID, types: Collection[str], before: int | None = None) -> list[Line]:
    """A page of one subject's events of these types, newest first, by key; one statement."""
    rows = Event.objects.filter(subject=subject, type__in=types)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _lines(rows.order_by("-pk")[:PAGE])


def line_of(subject: UUID, handle: UUID, types: Collection[str]) -> Line | None:
    """One of them; None for another's, and for a type that is not of these."""
    return next(iter(_lines(Event.objects.filter(uuid=handle, subject=subject, type__in=types))), None)


def has_happened(subject: UUID, type_: str, **said: str) -> bool:
    """Whether this ever happened to the subject, with these words in its data."""
    return Event.objects.filter(
        subject=subject, type=type_, **{f"data__{name}": it for name, it in said.items()}
    ).exists()


def how_often(subject: UUID, type_: str, since: datetime, **said: str | bool) -> int:
    """How often it happened to the subject since then, with these words in its data."""
    rows = Event.objects.filter(subject=subject, type=type_, at__gte=since)
    return rows.filter(**{f"data__{name}": it for name, it in said.items()}).count()


def _lines(rows: QuerySet[Event]) -> list[Line]:
    columns = ("pk", "uuid", "type", "at", "actor_kind", "actor", "place", "data")
    return [Line(*row) for row in rows.values_list(*columns)]
