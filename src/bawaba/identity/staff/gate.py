"""The one gate that issues sessions of the desk (A32): an officer's, and of no account."""

import uuid
from uuid import UUID

from django.db import transaction

from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.codes.commands import CodeUsed, try_code, use_code
from bawaba.identity.staff.commands import CODE
from bawaba.identity.staff.queries import NoOfficer, OfficerView, officer_in_service, officer_named
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

KEPT = "officer"
NOBODY = Actor("officer")


class WrongEntry(Exception):
    """Unknown name, wrong or used code, not in service: one answer for all."""


def open_desk(*, session: SessionStore, user_name: str, code: str) -> None:
    """The try is counted, then in one transaction: the code used up, a fresh key, an event. WrongEntry."""
    officer = _named(user_name)
    verdict = try_code(purpose=CODE, subject=officer or _nobody(user_name), text=code, by=NOBODY)
    if officer is None or verdict.code is None:
        raise WrongEntry
    try:
        with transaction.atomic():
            use_code(code=verdict.code, by=NOBODY)
            officer_in_service(officer)
            record(Happening("officer.enter", officer, Actor("officer", str(officer))))
            session.renew(None, {KEPT: str(officer)}, code=None)
    except (CodeUsed, NoOfficer) as refused:
        raise WrongEntry from refused


def officer_at(session: SessionStore) -> OfficerView:
    """Who works in this session, asked anew: a dismissal works at once. NoOfficer."""
    found = session.get(KEPT)
    if found is None:
        raise NoOfficer
    return officer_in_service(UUID(found))


def leave_desk(*, session: SessionStore) -> None:
    """Gone at once, here and on the server."""
    found = session.get(KEPT)
    if found is not None:
        record(Happening("officer.leave", UUID(found), Actor("officer", found)))
    session.flush()


def _named(user_name: str) -> UUID | None:
    try:
        return officer_named(user_name)
    except NoOfficer:
        return None


def _nobody(user_name: str) -> UUID:
    """A name that nobody has is counted like any other."""
    return uuid.uuid5(uuid.NAMESPACE_OID, user_name.casefold())
