"""The only readers of applications for the desk: the queue of an agency, and a case with its notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bawaba.cases.models import Application, Note
from bawaba.cases.queries import ApplicationView, NoApplication, application_from, whole
from bawaba.identity.staff.queries import OfficerView
from bawaba.journal.vault import opener, with_keys

LONGEST_PAGE = 30
LISTS = ("waiting", "mine", "returned")


@dataclass(frozen=True)
class QueueRow:
    """A line of a queue: nothing of the person."""

    number: int
    uuid: UUID
    reference: str
    service: str
    due_on: date | None
    made_at: datetime


@dataclass(frozen=True)
class NoteView:
    """What a colleague noted."""

    officer: UUID
    text: str
    made_at: datetime


def queue_of(officer: OfficerView, agencies: Sequence[str], which: str, after: int | None = None) -> Sequence[QueueRow]:
    """One of LISTS, oldest first, by key: in nobody's hands, in the officer's own, sent back by the officer.

    Of ``agencies`` only those that the officer works for.
    """
    own = [one for one in agencies if officer.works_for(one)]
    hands = None if which == "waiting" else officer.officer
    state = "returned" if which == "returned" else "in_review"
    rows = Application.objects.filter(agency__in=own, state=state, taken_by=hands)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    columns = ("pk", "uuid", "reference", "service", "due_on", "made_at")
    return [QueueRow(*row) for row in rows.order_by("pk").values_list(*columns)[:LONGEST_PAGE]]


def application_at_desk(officer: OfficerView, handle: UUID) -> ApplicationView:
    """Of the officer's agencies, and once it has come to an officer: drafts and what the law decides alone are not there."""
    rows = Application.objects.filter(uuid=handle, agency__in=list(officer.posts), due_on__isnull=False)
    row = whole(rows).first()
    if row is None:
        raise NoApplication(handle)
    return application_from(row)


def notes_on(application: ApplicationView) -> Sequence[NoteView]:
    """Oldest first."""
    rows = list(
        with_keys(Note.objects.filter(application__uuid=application.uuid), "application__account").order_by("pk")
    )
    if not rows:
        return []
    opened = opener(application.account, rows[0].wrapped_key)
    return [NoteView(row.officer, opened("note.text", row.uuid, row.text), row.made_at) for row in rows]
