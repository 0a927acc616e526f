"""Attachments: taken in, judged by what they are and not by what they are called, sealed, held by an application."""

import base64
import io
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from PIL import Image, UnidentifiedImageError

from bawaba.cases.models import Application, Attachment
from bawaba.core import clock
from bawaba.core.digits import without_turns
from bawaba.core.text import Sentence, T
from bawaba.identity.codes.commands import take_in_order
from bawaba.journal.handlers import every
from bawaba.journal.vault import seal, unseal

LARGEST = 5 * 2**20
MOST_PIXELS = 40_000_000
MOST_LOOSE = 20
LONGEST_NAME = 80
LOOSE_LIFE = timedelta(days=1)
BATCH = 200
CELL = "attachment.content"
UNSENT = Q(application=None) | Q(application__state__in=("draft", "returned"))


class BadFile(Sentence):
    """The file cannot be taken, and why."""


class NoAttachment(LookupError):
    """None of that name, or not this person's."""


def take_in(*, account: UUID, content: bytes) -> UUID:
    """Check and seal a file; BadFile. It is gone in a day unless an application holds it."""
    if len(content) > LARGEST:
        raise BadFile(T("الملف أكبر من 5 ميغابايت.", en="The file is larger than 5 MB."), "large")
    kind, handle = _kind_of(content), uuid.uuid4()
    row = Attachment(
        uuid=handle,
        account=account,
        type=kind,
        size=len(content),
        content=seal(account, CELL, handle, base64.b64encode(content).decode()),
        made_at=clock.now(),
    )
    with transaction.atomic():
        take_in_order(f"attach|{account}")  # counting and inserting is one after the other: no statement alone would be
        if Attachment.objects.filter(UNSENT, account=account).count() >= MOST_LOOSE:
            raise BadFile(T("رفعت ملفات كثيرة. قدّم طلبك أو أعد المحاولة غدًا.", en="Too many files. Submit first, or try again tomorrow."), "many")  # fmt: skip
        row.save(force_insert=True)
    return handle


def hold_attachments(*, account: UUID, application: UUID, answers: Mapping[str, Any]) -> None:
    """The files that the answers name now belong to the application, a draft too; another's are not touched."""
    handles = _handles(one for answer in answers.values() if isinstance(answer, list) for one in answer)
    if handles:
        row = Application.objects.get(uuid=application)
        Attachment.objects.filter(uuid__in=handles, account=account, application=None).update(application=row)


def own_attachments(account: UUID, named: Sequence[str], application: UUID | None) -> list[str]:
    """Of "uuid/name", those that this account took in and no other application holds; each once."""
    free = Q(application=None) | Q(application__uuid=application)
    known = Attachment.objects.filter(free, uuid__in=_handles(named), account=account).values_list("uuid", flat=True)
    return believed(named, {str(one) for one in known})


def believed(named: Sequence[str], held: Collection[str]) -> list[str]:
    """Of "uuid/name" as a browser sent it those that are there, each once, with a name to read."""
    own: dict[str, str] = {}
    for handle, _, name in (one.partition("/") for one in named):
        if handle in held:
            own.setdefault(handle, f"{handle}/{file_name(name)}")
    return list(own.values())


def file_name(sent: str) -> str:
    """As it may be read: a browser says what it likes."""
    return "".join(one for one in without_turns(sent[: 2 * LONGEST_NAME]) if one.isprintable())[:LONGEST_NAME] or "?"


@every(timedelta(hours=1), "cases.purge_attachments")
def purge_attachments(now: datetime) -> None:
    """What nobody holds after a day, and what an ended draft held, is gone."""
    left = Q(application=None, made_at__lt=now - LOOSE_LIFE) | Q(application__state__in=("cancelled", "expired"))
    rows = Attachment.objects.filter(left).order_by("pk").values_list("pk", flat=True)[:BATCH]
    Attachment.objects.filter(pk__in=list(rows)).filter(left).delete()


def attachment_of(application: UUID, attachment: UUID) -> tuple[str, bytes]:
    """Type and content of a file that an application holds; whoever asks has been let in to the application."""
    row = Attachment.objects.filter(uuid=attachment, application__uuid=application).first()
    if row is None:
        raise NoAttachment(attachment)
    return row.type, base64.b64decode(unseal(row.account, CELL, row.uuid, row.content))


def _kind_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.format in ("PNG", "JPEG") and image.width * image.height <= MOST_PIXELS:
                image.verify()
                return f"image/{image.format.lower()}"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        pass  # said below
    raise BadFile(T("نقبل صور PNG وJPEG وملفات PDF.", en="PNG and JPEG pictures and PDF files are taken."), "type")


def _handles(named: Iterable[Any]) -> list[UUID]:
    before = (str(one).partition("/")[0] for one in named)
    return [UUID(one) for one in before if _is_uuid(one)]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
