"""Attachments: taken in, judged by what they are and not by what they are called, sealed, held by an application."""

import base64
import io
import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PIL import Image, UnidentifiedImageError

from bawaba.cases.models import Application, Attachment
from bawaba.core import clock
from bawaba.core.text import Sentence, T
from bawaba.journal.vault import seal, unseal

LARGEST = 5 * 2**20
MOST_PIXELS = 40_000_000
MOST_LOOSE = 20
CELL = "attachment.content"


class BadFile(Sentence):
    """The file cannot be taken, and why."""


class NoAttachment(LookupError):
    """None of that name, or not this person's."""


def take_in(*, account: UUID, content: bytes) -> UUID:
    """Check and seal a file; BadFile. It is gone in a day unless an application holds it."""
    if len(content) > LARGEST:
        raise BadFile(T("الملف أكبر من 5 ميغابايت.", en="The file is larger than 5 MB."), "large")
    kind = _kind_of(content)
    if Attachment.objects.filter(account=account, application=None).count() >= MOST_LOOSE:
        raise BadFile(T("رفعت ملفات كثيرة. قدّم طلبك أو أعد المحاولة غدًا.", en="Too many files. Submit first, or try again tomorrow."), "many")  # fmt: skip
    handle = uuid.uuid4()
    Attachment.objects.create(
        uuid=handle,
        account=account,
        type=kind,
        size=len(content),
        content=seal(account, CELL, handle, base64.b64encode(content).decode()),
        made_at=clock.now(),
    )
    return handle


def hold_attachments(*, account: UUID, application: UUID, answers: Mapping[str, Any]) -> None:
    """The files that the answers name now belong to the application; another's are not touched."""
    named = [one.partition("/")[0] for answer in answers.values() if isinstance(answer, list) for one in answer]
    handles = [UUID(one) for one in named if _is_uuid(one)]
    row = Application.objects.get(uuid=application)
    Attachment.objects.filter(uuid__in=handles, account=account, application=None).update(application=row)


def own_attachments(account: UUID, named: list[str]) -> list[str]:
    """Of "uuid/name", those that are this account's."""
    handles = [UUID(one.partition("/")[0]) for one in named if _is_uuid(one.partition("/")[0])]
    known = {
        str(one) for one in Attachment.objects.filter(uuid__in=handles, account=account).values_list("uuid", flat=True)
    }
    return [one for one in named if one.partition("/")[0] in known]


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


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
