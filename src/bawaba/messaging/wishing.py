"""What follows for messages that wait when a person's wishes change, or quiet hours have begun."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from bawaba.core import clock
from bawaba.journal.ports import SYSTEM, Task
from bawaba.messaging.commands import end_message
from bawaba.messaging.models import Message, Wish
from bawaba.messaging.rendering import deadline_of
from bawaba.messaging.rules import Wishes, goes_by, held_until
from bawaba.messaging.sealing import opened, values_of
from bawaba.messaging.shelf import templates
from bawaba.messaging.wishes import wishes_of

OUTWARD = ("sms", "email")


def set_wishes(*, subject: UUID, wishes: Wishes) -> tuple[Task, ...]:
    """In the caller's transaction; the tasks that deliver what was held go into ``record(then=)``."""
    begins, ends = wishes.quiet or (None, None)
    columns = {f"{kind}_{one}": one in getattr(wishes, kind) for kind in ("case", "reminder") for one in OUTWARD}
    columns |= {f"{kind}_push": getattr(wishes, f"{kind}_push") for kind in ("case", "reminder")}
    columns |= {"reminders": wishes.reminders, "lead_hours": wishes.lead_hours}
    columns |= {"quiet_from": begins, "quiet_to": ends}
    Wish.objects.update_or_create(subject=subject, defaults=columns)
    now = clock.now()
    held = Message.objects.filter(subject=subject, state="written", held_until__gt=now)
    return tuple(task for row in held for task in _again(row, wishes, now))


def drop_held(*, subject: UUID, channel: str, address: str | None = None) -> None:
    """In the caller's transaction, when an address (None: all of the channel) is taken away: nothing that waits goes to it.

    The letters are there, and what waits for the other e-mail goes on waiting.
    """
    for row in Message.objects.filter(subject=subject, channel=channel, state="written", held_until__isnull=False):
        if address is None or opened(row, row.destination) == address:
            end_message(message=row.uuid, move="drop", by=SYSTEM)


def put_off(row: Message, until: datetime | None) -> tuple[Task, ...]:
    """Another turn, not before ``until``; nothing when it was handed over, or put off by somebody else."""
    mine = Message.objects.filter(pk=row.pk, state="written", turn=row.turn)
    if not mine.update(turn=F("turn") + 1, held_until=until):
        return ()
    return (Task("messaging.deliver", {"message": str(row.uuid), "turn": row.turn + 1}, due=until),)


def due_of(row: Message, now: datetime) -> datetime | None:
    """When a message that is about to go may go; None: now. Retries, and what a stopped worker left, meet this too."""
    template = templates()[row.template]
    wishes = None if template.always else wishes_of(row.subject)
    return held_until(template, deadline_of(template, values_of(row)), wishes, now) if wishes else None


def _again(row: Message, wishes: Wishes, now: datetime) -> tuple[Task, ...]:
    template = templates()[row.template]
    if not goes_by(template, row.channel, wishes):
        end_message(message=row.uuid, move="drop", by=SYSTEM)  # the letter is there
        return ()
    return put_off(row, held_until(template, deadline_of(template, values_of(row)), wishes, now))
