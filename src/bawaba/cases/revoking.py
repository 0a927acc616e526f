"""An officer of the agency that granted it revokes a document: with a reason, an event, and a message to its owner."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction

from bawaba.cases.deskwork import NotYours, is_own
from bawaba.cases.looks import note_officers_look
from bawaba.cases.queries import ApplicationView, application
from bawaba.documents.commands import revoke_document
from bawaba.documents.queries import DocumentView, document_of_reference, owner_of
from bawaba.documents.rules import REASONS
from bawaba.identity.accounts.queries import NoAccount, holder
from bawaba.identity.staff.queries import OfficerView
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Actor, Happening, Task
from bawaba.journal.vault import Erased
from bawaba.messaging.commands import write_messages


@dataclass(frozen=True)
class Granted:
    """A document and the application that it came from."""

    document: DocumentView
    application: ApplicationView


def granted(officer: OfficerView, reference: str) -> Granted:
    """By its printed reference, of the officer's agencies only; NotYours, NoDocument."""
    found = document_of_reference(reference)
    asked = application(found.subject)
    if not officer.works_for(asked.agency):
        raise NotYours(reference)
    return Granted(found, asked)


def look_at_granted(*, one: Granted, officer: OfficerView) -> None:
    """Every look is an event of the application, which its owner sees."""
    with transaction.atomic():
        record(Happening("application.look", one.application.uuid, Actor("officer", str(officer.officer))))
        note_officers_look(application=one.application.uuid, what="document", officer=officer)


def is_own_document(one: Granted, officer: OfficerView, household: Collection[str]) -> bool:
    """The officer's own or the family's."""
    asked = one.application
    return is_own(application=asked, concerned=asked.concerned, officer=officer, household=household)


def revoke_granted(*, reference: str, reason: str, household: Collection[str], officer: OfficerView) -> bool:
    """Its copies too. False when a colleague was faster; NotYours for another agency's, one's own and one's family's."""
    one = granted(officer, reference)
    if is_own_document(one, officer, household):
        raise NotYours(reference)
    by = Actor("officer", str(officer.officer))
    return revoke_document(document=one.document.uuid, reason=reason, tell=partial(_tell, reason), by=by)


def _tell(reason: str, document: UUID) -> tuple[Task, ...]:
    account, reference = owner_of(document)
    try:
        who = holder(account)
    except (NoAccount, Erased):
        return ()  # nobody is left to be told
    values = {"reference": reference, "why": REASONS[reason]}
    return write_messages(
        template="document-revoked", to=who.recipient(), values=values, channels=("inbox", "sms"), by=SYSTEM
    )
