"""A person's inbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value

from bawaba.core.text import T
from bawaba.messaging.models import Message
from bawaba.messaging.rendering import rendered
from bawaba.messaging.sealing import values_of
from bawaba.messaging.shelf import Kind, MessageTemplate, templates

PAGE = 20
SHELVES: dict[str, tuple[Kind, ...]] = {  # by which an inbox can be read; each kind stands on one
    "letters": ("case", "registration", "code"),
    "reminders": ("reminder",),
    "security": ("security",),
}


class NoLetter(LookupError):
    """None of that name, or not this person's."""


@dataclass(frozen=True)
class Letter:
    """One letter of the inbox."""

    uuid: UUID
    number: int
    title: str
    body: str
    written_at: datetime
    unread: bool
    template: str
    kind: Kind
    reference: str  # of what it speaks of; may be empty
    link: str  # that its body holds; a power of whoever has it; may be empty

    def apart(self) -> tuple[str, str]:
        """The body without the line that the link stands on, and the words of that line: a button says them."""
        rest: list[str] = []
        asks = ""
        for line in self.body.split("\n"):
            if self.link and self.link in line:
                asks = line.replace(self.link, "").strip(" :")
            else:
                rest.append(line)
        return "\n".join(rest), asks


def letters_of(subject: UUID, language: str, before: int | None = None, shelf: str = "") -> list[Letter]:
    """Newest first, by key; at most PAGE. ``shelf``: one of SHELVES, or all."""
    rows = Message.objects.filter(subject=subject, channel="inbox")
    if shelf:
        slugs = [slug for slug, template in templates().items() if template.kind in SHELVES[shelf]]
        rows = rows.filter(template__in=slugs)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_letter(row, language) for row in rows.order_by("-pk")[:PAGE]]


@dataclass(frozen=True)
class OpenLetter:
    """One letter, and whether others wait unread."""

    letter: Letter
    others_unread: bool


def letter_of(subject: UUID, handle: UUID, language: str) -> OpenLetter:
    """The person's own, in one statement; NoLetter."""
    others = is_unread(OuterRef("subject"), but=OuterRef("pk"))
    rows = Message.objects.filter(subject=subject, channel="inbox", uuid=handle)
    row = rows.annotate(others=others).first()
    if row is None:
        raise NoLetter(handle)
    return OpenLetter(_letter(row, language), row.others)


def is_held_up(message: UUID, *, since: datetime) -> bool:
    """Whether it was written before that moment and nobody has taken it, or it will not arrive at all."""
    late = Q(state="written", written_at__lt=since) | Q(state__in=("failed", "dropped"))
    return Message.objects.filter(late, uuid=message).exists()


def is_unread(subject: Any, but: Any = None) -> Exists:
    """Whether a letter waits unread, for a room above to ask for in its own statement."""
    rows = Message.objects.filter(subject=subject, channel="inbox", read_at__isnull=True)
    return Exists(rows if but is None else rows.exclude(pk=but))


def unread_letters(subject: UUID) -> QuerySet[Any]:
    """Rows of (0, uuid, ""), for a room above to ask for in one statement with what else waits for the person."""
    rows = Message.objects.filter(subject=subject, channel="inbox", read_at__isnull=True)
    return rows.annotate(number=Value(0, BigIntegerField()), said=Value("")).values_list("number", "uuid", "said")


def _letter(row: Message, language: str) -> Letter:
    template: MessageTemplate = templates()[row.template]
    values = values_of(row)
    title: T = template.title or template.sms
    return Letter(
        uuid=row.uuid,
        number=row.pk,
        title=rendered(title, template, values, language),
        body=rendered(template.body or template.sms, template, values, language),
        written_at=row.written_at,
        unread=row.read_at is None,
        template=row.template,
        kind=template.kind,
        reference=str(values.get("reference", "")),
        link=str(values.get("link", "")),
    )
