"""What officers do with an application: take, look, note, approve, reject, return."""

import uuid
from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from django.db import transaction

from bawaba.cases.advancing import follow_up
from bawaba.cases.catalogue import services
from bawaba.cases.commands import IllegalMove, give_back, move_application
from bawaba.cases.concerns import Concerned, open_concerned
from bawaba.cases.deciding import ByOfficer
from bawaba.cases.looks import note_officers_look
from bawaba.cases.models import Application, Note
from bawaba.core import clock
from bawaba.identity.accounts.queries import holder
from bawaba.identity.staff.queries import OfficerView
from bawaba.identity.staff.rules import is_own_case
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening, Task
from bawaba.journal.vault import seal
from bawaba.messaging.commands import write_messages

LONGEST_LETTER = 3000


class Case(Protocol):
    """An application, as its row or its view."""

    @property
    def account(self) -> UUID:
        """Whose it is."""

    @property
    def counterparty(self) -> UUID | None:
        """The other side's account."""


class NotYours(Exception):
    """Another agency's, in somebody else's hands, or one's own or one's family's case."""


def look_at(*, application: UUID, officer: OfficerView) -> None:
    """Every look is an event: the applicant sees it on their tracker."""
    with transaction.atomic():
        record(Happening("application.look", application, _by(officer)))
        note_officers_look(application=application, what="application", officer=officer)


def take(*, application: UUID, officer: OfficerView, household: Collection[str]) -> None:
    """One conditional UPDATE: of two officers one has it. NotYours."""
    _open_to(application, officer, household)
    rows = Application.objects.filter(
        uuid=application, state="in_review", taken_by=None, agency__in=list(officer.posts)
    )
    with transaction.atomic():
        if not rows.update(taken_by=officer.officer):
            raise NotYours(application)
        record(Happening("application.take", application, _by(officer)))


def put_back(*, application: UUID, officer: OfficerView) -> None:
    """For colleagues."""
    with transaction.atomic():
        if not Application.objects.filter(uuid=application, taken_by=officer.officer).update(taken_by=None):
            raise NotYours(application)
        record(Happening("application.put_back", application, _by(officer)))


def note(*, application: UUID, officer: OfficerView, household: Collection[str], text: str) -> None:
    """For colleagues; the applicant does not read it here."""
    row = _open_to(application, officer, household)
    handle = uuid.uuid4()
    with transaction.atomic():
        Note.objects.create(
            uuid=handle,
            application=row,
            officer=officer.officer,
            text=seal(row.account, "note.text", handle, text[:LONGEST_LETTER]),
            made_at=clock.now(),
        )
        record(Happening("application.note", application, _by(officer)))


def approve(*, application: UUID, officer: OfficerView, household: Collection[str]) -> None:
    """Carried out from here on. ``household``: person keys of the officer's own family, as the register has them."""
    row = _open_to(application, officer, household)
    with transaction.atomic():
        told = _tell(row, "application-approved", {})
        _move(row, officer, "approve", [*told, *follow_up(application)])


def reject(*, application: UUID, officer: OfficerView, household: Collection[str], reason: str, letter: str) -> None:
    """With a reason of the service's own, and a letter; what was paid goes back."""
    row = _open_to(application, officer, household)
    decide = services()[row.service].decide
    if not isinstance(decide, ByOfficer) or reason not in decide.reasons:
        raise ValueError(reason)
    with transaction.atomic():
        told = _tell(row, "application-rejected", {})
        _move(row, officer, "reject", told, reason=reason, letter=_sealed_letter(row, letter), fingerprint=None)
        give_back(application, _by(officer))


def send_back(*, application: UUID, officer: OfficerView, household: Collection[str], letter: str) -> None:
    """To the applicant, with a letter that says what is missing."""
    row = _open_to(application, officer, household)
    with transaction.atomic():
        told = _tell(row, "application-returned", {})
        _move(row, officer, "return", told, letter=_sealed_letter(row, letter))


def _move(row: Application, officer: OfficerView, move: str, then: list[Task], **columns: object) -> None:
    if not move_application(row.uuid, move, _by(officer), held_by=officer.officer, then=then, **columns):
        raise IllegalMove(move)


def is_own(*, application: Case, concerned: Concerned | None, officer: OfficerView, household: Collection[str]) -> bool:
    """Whether it is the officer's own case or the family's: as applicant, as other side, or as whom it is about."""
    people = [holder(one).person_key for one in (application.account, application.counterparty) if one is not None]
    people += [concerned.person_key] if concerned else []
    return any(is_own_case(officer.person_key, person, household) for person in people)


def _open_to(application: UUID, officer: OfficerView, household: Collection[str]) -> Application:
    rows = Application.objects.filter(uuid=application, agency__in=list(officer.posts), due_on__isnull=False)
    row = rows.first()
    if row is None:
        raise NotYours(application)
    concerned = open_concerned(row.account, row.uuid, row.concerns)
    if is_own(application=row, concerned=concerned, officer=officer, household=household):
        raise NotYours(application)
    return row


def _sealed_letter(row: Application, letter: str) -> bytes:
    return seal(row.account, "application.letter", row.uuid, letter[:LONGEST_LETTER])


def _tell(row: Application, template: str, values: dict[str, str]) -> list[Task]:
    to = holder(row.account).recipient()
    told = write_messages(
        template=template,
        to=to,
        values={"reference": row.reference, **values},
        channels=("inbox", "sms"),
        by=Actor("system"),
    )
    return list(told)


def _by(officer: OfficerView) -> Actor:
    return Actor("officer", str(officer.officer))
