"""A person's inbox."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet, Value

from bawaba.core.text import T
from bawaba.journal.keys import keyring
from bawaba.messaging.commands import SEALED_AS
from bawaba.messaging.models import Message
from bawaba.messaging.rendering import rendered
from bawaba.messaging.shelf import MessageTemplate, templates

PAGE = 20


@dataclass(frozen=True)
class Letter:
    """One letter of the inbox."""

    uuid: UUID
    number: int
    title: str
    body: str
    written_at: datetime
    unread: bool


def letters_of(subject: UUID, language: str, before: int | None = None) -> list[Letter]:
    """Newest first, by key; at most PAGE."""
    rows = Message.objects.filter(subject=subject, channel="inbox")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_letter(row, language) for row in rows.order_by("-pk")[:PAGE]]


def unread_letters(subject: UUID) -> QuerySet[Any]:
    """Rows of (0, uuid, ""), for a room above to ask for in one statement with what else waits for the person."""
    rows = Message.objects.filter(subject=subject, channel="inbox", read_at__isnull=True)
    return rows.annotate(number=Value(0, BigIntegerField()), said=Value("")).values_list("number", "uuid", "said")


def _letter(row: Message, language: str) -> Letter:
    template: MessageTemplate = templates()[row.template]
    values = json.loads(keyring().open_value(SEALED_AS, row.uuid.bytes, bytes(row.values or b"")))
    title: T = template.title or template.sms
    return Letter(
        uuid=row.uuid,
        number=row.pk,
        title=rendered(title, template, values, language),
        body=rendered(template.body or template.sms, template, values, language),
        written_at=row.written_at,
        unread=row.read_at is None,
    )
