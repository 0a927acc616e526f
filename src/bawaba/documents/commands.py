"""Issue a document, once an application and kind; revoke it."""

import json
import uuid
from typing import Any
from uuid import UUID

from django.db import transaction

from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.documents.models import Document
from bawaba.documents.seals import seal_text
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.vault import seal


def issue_document(
    *, account: UUID, subject: UUID, kind: str, content: dict[str, Any], shown: dict[str, Any], by: Actor
) -> UUID:
    """Seal and insert in the caller's transaction; a repetition gets the first document."""
    earlier = Document.objects.filter(subject=subject, kind=kind).values_list("uuid", flat=True).first()
    if earlier is not None:
        return earlier
    handle, reference, now = uuid.uuid4(), new_reference(), clock.now()
    sealed = seal_text({**shown, "ref": reference, "kind": kind, "at": clock.today().isoformat()})
    with transaction.atomic():
        Document.objects.create(
            uuid=handle,
            reference=reference,
            account=account,
            subject=subject,
            kind=kind,
            content=seal(account, "document.content", handle, json.dumps(content, ensure_ascii=False)),
            seal=sealed,
            issued_at=now,
        )
        record(Happening("document.issue", handle, by, {"kind": kind, "account": str(account)}))
    return handle


def revoke_document(*, document: UUID, by: Actor) -> None:
    """From now on every verification says so."""
    with transaction.atomic():
        if Document.objects.filter(uuid=document, revoked_at__isnull=True).update(revoked_at=clock.now()):
            record(Happening("document.revoke", document, by))


def note_verification(*, document: UUID, account: UUID, by: Actor) -> None:
    """An online check is on its owner's tracker."""
    with transaction.atomic():
        record(Happening("document.verify", document, by, {"account": str(account)}))
