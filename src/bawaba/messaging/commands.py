"""The only writers of messages."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bawaba.core import clock
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.prepared import insert
from bawaba.messaging.browsers import browsers_of
from bawaba.messaging.lifecycle import MESSAGE
from bawaba.messaging.models import Message
from bawaba.messaging.ports import Receipt, Recipient
from bawaba.messaging.rendering import Value, deadline_of
from bawaba.messaging.rules import channels_for, held_until, wakes
from bawaba.messaging.sealing import sealed_text, sealed_values
from bawaba.messaging.shelf import templates
from bawaba.messaging.wishes import wishes_of


def write_messages(
    *,
    template: str,
    to: Recipient,
    values: Mapping[str, Value],
    channels: tuple[str, ...],
    until: datetime | None = None,
    by: Actor,
) -> tuple[Task, ...]:
    """Write one message a channel in the caller's transaction; the tasks that deliver them go into ``record(then=)``.

    A value that has two languages is given in both: a letter is read in the one that its reader has by then.
    What is not urgent goes as its reader wishes; what would be over before their quiet hours are (``until``) is not held.
    """
    del by
    if template not in templates():
        raise LookupError(template)
    said, held = templates()[template], None
    wishes = None if said.always else wishes_of(to.subject)
    if wishes is not None:
        channels = channels_for(said, channels, wishes)
        held = held_until(said, deadline_of(said, values), wishes, clock.now()) if until is None else None
    ways = [way for channel in channels for way in _ways(to, channel)]
    if "inbox" in channels and wakes(said, wishes):
        ways += [("push", str(handle)) for handle in browsers_of(to.subject)]
    rows = [_row(template, to, values, way, held) for way in ways]
    if rows:
        insert(*rows)
    sent = [row for row in rows if row.channel != "inbox"]
    at_once = {"at_once": 1} if wishes is not None and until is not None else {}
    return tuple(_delivery(row, at_once, until) for row in sent)


def read_letters(*, letters: Collection[UUID], subject: UUID, by: Actor) -> None:
    """The person has opened these letters; only the first time counts."""
    del by
    unread = Message.objects.filter(subject=subject, channel="inbox", read_at__isnull=True)
    unread.filter(uuid__in=letters).update(read_at=clock.now())


def read_all_letters(*, subject: UUID, up_to: int, by: Actor) -> None:
    """Everything up to this number, the newest that the person has seen; what came since stays unread."""
    del by
    unread = Message.objects.filter(subject=subject, channel="inbox", read_at__isnull=True)
    unread.filter(pk__lte=up_to).update(read_at=clock.now())


def note_receipt(*, receipt: Receipt, by: Actor) -> bool:
    """What the network said of a message that was handed over; False when no message has this id (yet)."""
    found = Message.objects.filter(provider_id=receipt.provider_id).order_by("-pk").first()
    if found is not None:
        _end(found, "deliver" if receipt.delivered else "fail", by)
    return found is not None


def end_message(*, message: UUID, move: str, by: Actor) -> None:
    """It will never be handed over (``fail``, ``drop``): its text and address are wiped."""
    found = Message.objects.filter(uuid=message, state="written").first()
    if found is not None:
        _end(found, move, by)


def _end(row: Message, move: str, by: Actor) -> None:
    step = MESSAGE.move(move)
    with transaction.atomic():
        won = Message.objects.filter(pk=row.pk, state__in=step.sources)
        if won.update(state=step.target, destination=None, values=None) and move != "deliver":
            record(Happening(f"message.{move}", row.subject, by, {"template": row.template, "channel": row.channel}))


def _delivery(row: Message, at_once: Mapping[str, int], until: datetime | None) -> Task:
    return Task("messaging.deliver", {"message": str(row.uuid), **at_once}, due=row.held_until, until=until)


Way = tuple[str, str]  # channel, address


def _ways(to: Recipient, channel: str) -> list[Way]:
    """Each address once; none when there is none."""
    found: dict[str, tuple[str | None, ...]]
    found = {"sms": (to.phone,), "email": (to.email, to.second_email), "inbox": ("",)}
    return [(channel, one) for one in dict.fromkeys(found[channel]) if one is not None]


def _row(template: str, to: Recipient, values: Mapping[str, Value], way: Way, held: datetime | None) -> Message:
    handle, (channel, address) = uuid.uuid4(), way
    return Message(
        uuid=handle,
        subject=to.subject,
        template=template,
        channel=channel,
        language=to.language,
        state="delivered" if channel == "inbox" else MESSAGE.initial(),
        destination=sealed_text(handle.bytes, address),
        values=sealed_values(handle.bytes, values),
        written_at=clock.now(),
        held_until=None if channel == "inbox" else held,
    )
