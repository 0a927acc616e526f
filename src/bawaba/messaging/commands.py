"""The only writers of messages."""

import json
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bawaba.core import clock
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.prepared import insert
from bawaba.messaging.lifecycle import MESSAGE
from bawaba.messaging.models import Message
from bawaba.messaging.ports import Receipt, Recipient
from bawaba.messaging.rendering import Value, kept
from bawaba.messaging.shelf import templates

SEALED_AS = "messaging.message"


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
    """
    del by
    if template not in templates():
        raise LookupError(template)
    rows = [_row(template, to, values, channel) for channel in channels if _address(to, channel) is not None]
    if rows:
        insert(*rows)
    sent = [row for row in rows if row.channel != "inbox"]
    return tuple(Task("messaging.deliver", {"message": str(row.uuid)}, until=until) for row in sent)


def read_letters(*, letters: Collection[UUID], subject: UUID, by: Actor) -> None:
    """The person has opened these letters; only the first time counts."""
    del by
    unread = Message.objects.filter(subject=subject, channel="inbox", read_at__isnull=True)
    unread.filter(uuid__in=letters).update(read_at=clock.now())


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


def _address(to: Recipient, channel: str) -> str | None:
    return {"sms": to.phone, "email": to.email, "inbox": ""}[channel]


def _row(template: str, to: Recipient, values: Mapping[str, Value], channel: str) -> Message:
    handle = uuid.uuid4()
    sealed = keyring().seal_value(SEALED_AS, handle.bytes, json.dumps(kept(values), ensure_ascii=False))
    destination = keyring().seal_value(SEALED_AS, handle.bytes, _address(to, channel) or "")
    return Message(
        uuid=handle,
        subject=to.subject,
        template=template,
        channel=channel,
        language=to.language,
        state="delivered" if channel == "inbox" else MESSAGE.initial(),
        destination=destination,
        values=sealed,
        written_at=clock.now(),
    )
