"""Whom an application is about: everybody whose data are read with it has a line on their own data tracker."""

from collections.abc import Iterable
from uuid import UUID

from bawaba.cases.concerns import WARD, Concerned, account_of, open_concerned
from bawaba.cases.eservice import EService
from bawaba.cases.models import Application
from bawaba.identity.staff.queries import OfficerView
from bawaba.journal.ports import SYSTEM, Actor
from bawaba.journal.tracker import note_look


def note_officers_look(*, application: UUID, what: str, officer: OfficerView) -> None:
    """In the transaction of the look: for the applicant, the other side, and whom it concerns, each their own side."""
    row = Application.objects.filter(uuid=application).first()
    if row is None:
        return
    by, role = Actor("officer", str(officer.officer)), officer.posts.get(row.agency, "officer")
    for account, side in _sides(row):
        said = {"side": side, "service": row.service, "agency": row.agency, "role": role}
        note_look(at=account, what=what, by=by, **said, **_named(row.uuid, side))


def note_reading_for(*, concerned: Concerned | None, service: EService, by: Actor) -> None:
    """Somebody begins an application for another: what the register says of that person is shown to them from now on."""
    account = account_of(concerned)
    if concerned is None or account is None:
        return
    family = "guardian" if concerned.relation == WARD else "family"
    note_look(at=account, what="delegate" if concerned.delegation else family, by=by, service=service.slug)


def note_register_read(
    *, account: UUID, side: str, service: str, application: UUID, concerned: Concerned | None = None
) -> None:
    """The portal itself has asked the register, to judge conditions. ``account``: of whom, or who asks for ``concerned``."""
    about, seen_as = (account, side) if concerned is None else (account_of(concerned), "concerned")
    if about is not None:
        note_look(at=about, what="register", by=SYSTEM, side=seen_as, service=service, **_named(application, seen_as))


def _sides(row: Application) -> Iterable[tuple[UUID, str]]:
    yield row.account, "own"
    if row.counterparty is not None:
        yield row.counterparty, "other"
    about = account_of(open_concerned(row.account, row.uuid, row.concerns))
    if about is not None:
        yield about, "concerned"


def _named(application: UUID, side: str) -> dict[str, str]:
    """Whom it merely concerns cannot open it, and is not told which it is."""
    return {} if side == "concerned" else {"application": str(application)}
