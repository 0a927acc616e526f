"""Issue a document, once an application and kind; end it; note that somebody verified it."""

import json
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.documents.lifecycle import DOCUMENT
from bawaba.documents.models import Document
from bawaba.documents.rules import REASONS, with_copies
from bawaba.documents.seals import mark_of, seal_text
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.journal.tracker import note_look
from bawaba.journal.vault import blind_index, seal

Tell = Callable[[UUID], Sequence[Task]]  # the messages about one document, written in the transaction of its move


def nobody(document: UUID) -> Sequence[Task]:
    """Is told."""
    return ()


def issue_document(
    *, account: UUID, subject: UUID, kind: str, content: dict[str, Any], shown: dict[str, Any], by: Actor
) -> UUID:
    """Seal and insert in the caller's transaction; a repetition gets the first document.

    ``shown`` is what the seal says; its "no" and "until", where it has them, make line and last day.
    """
    earlier = Document.objects.filter(subject=subject, kind=kind).values_list("uuid", flat=True).first()
    if earlier is not None:
        return earlier
    handle, reference = uuid.uuid4(), new_reference()
    sealed = seal_text({**shown, "ref": reference, "kind": kind, "at": clock.today().isoformat()})
    line = _line(account, kind, shown)
    with transaction.atomic():
        if line is not None:
            _supersede(line)
        Document.objects.create(
            uuid=handle,
            reference=reference,
            account=account,
            subject=subject,
            kind=kind,
            content=seal(account, "document.content", handle, json.dumps(content, ensure_ascii=False)),
            seal=sealed,
            mark=mark_of(sealed),
            state=DOCUMENT.initial(),
            last_day=date.fromisoformat(shown["until"]) if shown.get("until") else None,
            line=line,
            issued_at=clock.now(),
        )
        record(Happening("document.issue", handle, by, {"kind": kind, "account": str(account)}))
    return handle


def revoke_document(*, document: UUID, reason: str, tell: Tell = nobody, by: Actor) -> bool:
    """From now on every verification of it and of its copies says so; False when all were revoked before.

    ``reason``: one of REASONS. ``tell`` writes the messages to the owner of each that is revoked just now.
    """
    if reason not in REASONS:
        raise ValueError(reason)
    asked = Document.objects.get(uuid=document)
    copies = Document.objects.filter(subject=asked.subject, kind__in=with_copies(asked.kind)).order_by("pk")
    with transaction.atomic():  # always in the same order: of two officers who hold a copy each, one waits
        done = [move_document(one, "revoke", tell=tell, by=by, reason=reason) for one in _handles(copies)]
    return any(done)


def move_document(document: UUID, move: str, *, tell: Tell = nobody, by: Actor, reason: str = "") -> bool:
    """One conditional UPDATE with its event."""
    step = DOCUMENT.move(move)
    with transaction.atomic():
        rows = Document.objects.filter(uuid=document, state__in=step.sources)
        if not rows.update(state=step.target, ended_at=clock.now(), reason=reason):
            return False
        told = tell(document)
        record(Happening(f"document.{move}", document, by, {"reason": reason} if reason else {}), then=told)
        return True


def note_verification(*, document: UUID, account: UUID, by: Actor) -> None:
    """An online check is on its owner's tracker; whoever checks without end fills neither that nor the journal."""
    with transaction.atomic():
        try:
            spend(budget="documents.check", key=str(document), windows=settings.LIMITS.document_checks)
        except TooOften:
            return
        record(Happening("document.verify", document, by, {"account": str(account)}))
        kind = Document.objects.values_list("kind", flat=True).get(uuid=document)
        note_look(at=account, what="check", by=by, kind=kind, document=str(document))


def _handles(rows: QuerySet[Document]) -> list[UUID]:
    return list(rows.values_list("uuid", flat=True))


def _line(account: UUID, kind: str, shown: dict[str, Any]) -> bytes | None:
    """Only what is renewed has a line: a number and a last day. Receipts and statements stand beside each other."""
    if not (shown.get("no") and shown.get("until")):
        return None
    return blind_index("document.line", f"{account}|{kind}|{shown['no']}")


def _supersede(line: bytes) -> None:
    for earlier in _handles(Document.objects.filter(line=line, state="valid")):
        move_document(earlier, "supersede", by=SYSTEM)
