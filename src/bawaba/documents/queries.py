"""The only readers of documents for others, and the answer of a verification."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, When

from bawaba.core import clock
from bawaba.documents.models import Document
from bawaba.documents.rules import word_of
from bawaba.documents.seals import BadSeal, read_seal
from bawaba.journal.vault import opener, with_keys

PAGE = 20


class NoDocument(LookupError):
    """None of that name, or not this person's."""


@dataclass(frozen=True)
class DocumentView:
    """A document as its owner sees it."""

    uuid: UUID
    number: int
    reference: str
    kind: str
    account: UUID
    content: dict[str, Any]
    seal: str
    issued_at: datetime
    state: str
    word: str  # one of rules.WORDS
    last_day: date | None
    reason: str
    subject: UUID


@dataclass(frozen=True)
class Verdict:
    """``word`` is one of rules.WORDS; ``shown`` is what the seal says."""

    word: str
    shown: dict[str, Any]
    document: UUID | None = None
    account: UUID | None = None


def document_of(account: UUID, document: UUID) -> DocumentView:
    """The person's own; another's is not there."""
    row = with_keys(Document.objects.filter(uuid=document, account=account), "account").first()
    if row is None:
        raise NoDocument(document)
    return _view(row)


def documents_of(account: UUID, before: int | None = None) -> list[DocumentView]:
    """Newest first, by key."""
    rows = with_keys(Document.objects.filter(account=account), "account")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(row) for row in rows.order_by("-pk")[:PAGE]]


def documents_to_show(account: UUID) -> list[DocumentView]:
    """A page of them: what is valid before all else, or slips that were cancelled would push it out; each newest first."""
    rows = with_keys(Document.objects.filter(account=account), "account")
    ended = Case(When(state="valid", then=0), default=1)
    return [_view(row) for row in rows.order_by(ended, "-pk")[:PAGE]]


def document_of_reference(reference: str) -> DocumentView:
    """By what is printed on it; for officers, who are let in by whoever calls."""
    row = with_keys(Document.objects.filter(reference=reference), "account").first()
    if row is None:
        raise NoDocument(reference)
    return _view(row)


def owner_of(document: UUID) -> tuple[UUID, str]:
    """Account and printed reference."""
    found = Document.objects.filter(uuid=document).values_list("account", "reference").first()
    if found is None:
        raise NoDocument(document)
    return found


def verify_text(text: str) -> Verdict:
    """A seal as scanned: its signature, then what became of it."""
    try:
        sealed = read_seal(text)
    except BadSeal:
        return Verdict("unknown", {})
    return _verdict(
        Document.objects.filter(reference=str(sealed.shown.get("ref", "")), mark=sealed.mark).first(), sealed.shown
    )


def verify_reference(reference: str) -> Verdict:
    """A reference as typed: the same answer as its seal."""
    row = Document.objects.filter(reference=reference).first()
    return _verdict(row, read_seal(row.seal).shown if row else {})


def _verdict(row: Document | None, shown: dict[str, Any]) -> Verdict:
    if row is None:
        return Verdict("unknown", {})
    return Verdict(word_of(row.state, row.last_day, clock.today()), shown, row.uuid, row.account)


def _view(row: Any) -> DocumentView:
    return DocumentView(
        uuid=row.uuid,
        number=row.pk,
        reference=row.reference,
        kind=row.kind,
        account=row.account,
        content=json.loads(opener(row.account, row.wrapped_key)("document.content", row.uuid, row.content)),
        seal=row.seal,
        issued_at=row.issued_at,
        state=row.state,
        word=word_of(row.state, row.last_day, clock.today()),
        last_day=row.last_day,
        reason=row.reason,
        subject=row.subject,
    )
