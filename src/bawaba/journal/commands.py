"""The only writers of the journal."""

from collections.abc import Iterable

from django.db import transaction

from bawaba.core import clock
from bawaba.journal import catalogue
from bawaba.journal.engines import engine
from bawaba.journal.handlers import doer_of, reactions_to
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import Happening, Task
from bawaba.journal.prepared import insert


class OutsideTransaction(RuntimeError):
    """An event was recorded outside of the transaction of its change."""


def record(happening: Happening, *, then: Iterable[Task] = ()) -> None:
    """Write the event and what must follow it, in the transaction of the change itself."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(happening.type)
    catalogue.require(happening.type)
    event = Event(
        at=clock.now(),
        type=happening.type,
        subject=happening.subject,
        actor_kind=happening.by.kind,
        actor=happening.by.id,
        place=happening.by.place,
        data=dict(happening.data),
        count=happening.count,
    )
    insert(event)
    heard = {"event": str(event.uuid), "subject": str(happening.subject)}
    _enqueue([*then, *(Task(kind, heard) for kind in reactions_to(happening.type))], event)


def enqueue(*tasks: Task) -> None:
    """Put tasks into the outbox that follow no event; still inside the transaction of whoever calls."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(", ".join(task.kind for task in tasks))
    _enqueue(list(tasks), None)


def _enqueue(tasks: list[Task], event: Event | None) -> None:
    if not tasks:
        return
    for task in tasks:
        doer_of(task.kind)  # a typo fails here, in the request, and not at night in the worker
    now = clock.now()
    rows = [
        Outbox(kind=task.kind, event=event, payload=dict(task.payload), due_at=task.due or now, until=task.until)
        for task in tasks
    ]
    insert(*rows)
    engine().announce([(row.pk, row.due_at) for row in rows])
