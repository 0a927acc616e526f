"""What happened, for those who show it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bawaba.journal.models import Event

MOST = 100


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
