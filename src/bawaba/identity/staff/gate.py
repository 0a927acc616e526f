"""The one gate that issues sessions of the desk (A32): an officer's, and of no account; by passkey alone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.factors import passkey_credentials
from bawaba.identity.accounts.sessions import SessionStore
from bawaba.identity.codes.budgets import spend
from bawaba.identity.codes.commands import CodeUsed, use_code
from bawaba.identity.codes.long_codes import try_long_code
from bawaba.identity.passkeys.ceremonies import (
    Ceremony,
    NotProven,
    Shown,
    ask_for_key,
    ask_for_new_key,
    handle_in,
    kept_ceremony,
    use_challenge,
    used_key,
)
from bawaba.identity.staff.ceremonies import new_key
from bawaba.identity.staff.commands import CODE
from bawaba.identity.staff.passkeys import add_passkey, credential_named, drop_all_passkeys, note_passkey
from bawaba.identity.staff.queries import NoOfficer, OfficerView, officer_in_service, officer_named, user_of
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening

KEPT, KEY, PROVED = "officer", "passkey", "proved"
WAITS, ASKED, NAMED = "desk.first", "desk.asked", "desk.named"
NOBODY = Actor("officer")
NO_ONE = UUID(int=0)  # whoever has a name that nobody has


class WrongEntry(Exception):
    """Unknown name, wrong or used code or key, not in service: one answer for all."""


def begin_first_key(*, session: SessionStore, user_name: str, code: str, address: str) -> None:
    """The try is counted, by address. A right code lets this browser make a passkey and nothing else; making it uses the code up."""
    officer = _named(user_name)
    verdict = try_long_code(purpose=CODE, subject=officer or NO_ONE, text=code, address=address, by=NOBODY)
    if officer is None or verdict.code is None:
        raise WrongEntry
    session.flush()
    until = clock.now() + settings.LIMITS.sign_in_life
    session[WAITS] = {"officer": str(officer), "code": str(verdict.code), "until": until.isoformat()}
    session[NAMED] = user_name


def ask_first_key(session: SessionStore) -> dict[str, Any]:
    """Options for the browser. WrongEntry when no code was typed here."""
    return ask_another_key(session, UUID(_waits(session)["officer"]))


def ask_another_key(session: SessionStore, officer: UUID) -> dict[str, Any]:
    """Options for the browser: a further passkey of an officer."""
    try:
        who = officer_in_service(officer)
    except NoOfficer as gone:
        raise WrongEntry from gone
    user, user_name = user_of(officer)
    options, ceremony = ask_for_new_key(
        whose=officer, user_name=user_name, name=who.name.ar, known=passkey_credentials(user)
    )
    session[ASKED] = ceremony.kept()
    return options


def open_with_first_key(*, session: SessionStore, answer: str, name: str) -> None:
    """One transaction: code and challenge used up, every older passkey dead, the new one kept, a fresh session. WrongEntry."""
    waits = _waits(session)
    officer = UUID(waits["officer"])
    try:
        ceremony = kept_ceremony(session.get(ASKED))
        shown = new_key(ceremony, answer)
        with transaction.atomic():
            use_code(code=UUID(waits["code"]), by=_as(officer))
            use_challenge(ceremony.challenge)
            officer_in_service(officer)
            drop_all_passkeys(officer=officer)
            _enter(session, officer, add_passkey(officer=officer, shown=shown, name=name, by=_as(officer)))
    except (CodeUsed, NoOfficer) as refused:
        raise WrongEntry from refused


def ask_key_of(*, session: SessionStore, user_name: str, address: str) -> None:
    """Whatever the name, a passkey is asked for. TooOften: a row of a session is what a stranger may write here."""
    spend(budget="desk.entry", key=address, windows=settings.LIMITS.desk_entries_per_origin)
    session[NAMED] = user_name


def ask_key(session: SessionStore) -> dict[str, Any]:
    """Options for the browser. WrongEntry when no name was given here."""
    if NAMED not in session:
        raise WrongEntry
    options, ceremony = ask_for_key()
    session[ASKED] = ceremony.kept()
    return options


def open_desk(*, session: SessionStore, answer: str) -> None:
    """The named officer's own passkey, used here and now: challenge used up, counter grown, a fresh session. WrongEntry.

    For a name that nobody has the same is looked up and compared: time tells nobody who works here.
    """
    officer = _named(str(session.get(NAMED, ""))) or NO_ONE
    try:
        ceremony, shown = _shown(session, officer, answer)
        with transaction.atomic():
            use_challenge(ceremony.challenge)
            officer_in_service(officer)
            passkey = note_passkey(officer=officer, shown=shown)
            if passkey is None:
                record(Happening("officer.refuse_passkey", officer, NOBODY, {"reason": "counter"}))
            else:
                _enter(session, officer, passkey)
    except (NotProven, NoOfficer) as refused:
        raise WrongEntry from refused
    if passkey is None:
        raise WrongEntry


def add_another_key(*, session: SessionStore, officer: UUID, answer: str, name: str) -> None:
    """From a session that has just proved itself; challenge used up with it. NotProven, TooMany, WrongEntry."""
    ceremony = kept_ceremony(session.get(ASKED))
    shown = new_key(ceremony, answer)
    try:
        with transaction.atomic():
            use_challenge(ceremony.challenge)
            add_passkey(officer=officer, shown=shown, name=name, by=_as(officer))
            officer_in_service(officer, by_passkey=UUID(session[KEY]))  # the console may have ended it meanwhile
    except NoOfficer as refused:
        raise WrongEntry from refused
    session.pop(ASKED, None)


def officer_at(session: SessionStore) -> OfficerView:
    """Who works in this session, asked anew: a dismissal works at once, and so does the end of its passkey. NoOfficer."""
    found, passkey = session.get(KEPT), session.get(KEY)
    if found is None or passkey is None:
        raise NoOfficer
    return officer_in_service(UUID(found), by_passkey=UUID(passkey))


def has_just_proved(session: SessionStore) -> bool:
    """Whether the passkey was used within the last minutes: asked before passkeys change."""
    moment = session.get(PROVED)
    return moment is not None and clock.now() - datetime.fromisoformat(moment) <= settings.LIMITS.proof_life


def leave_desk(*, session: SessionStore) -> None:
    """Gone at once, here and on the server."""
    found = session.get(KEPT)
    with transaction.atomic():
        if found is not None:
            record(Happening("officer.leave", UUID(found), Actor("officer", found)))
        session.flush()


def _waits(session: SessionStore) -> dict[str, str]:
    waits: dict[str, str] | None = session.get(WAITS)
    if waits is None or datetime.fromisoformat(waits["until"]) <= clock.now():
        raise WrongEntry
    return waits


def _shown(session: SessionStore, officer: UUID, answer: str) -> tuple[Ceremony, Shown]:
    ceremony = kept_ceremony(session.get(ASKED))
    return ceremony, used_key(ceremony, answer, credential_named(officer=officer, handle=handle_in(answer)), officer)


def _enter(session: SessionStore, officer: UUID, passkey: UUID) -> None:
    record(Happening("officer.enter", officer, _as(officer), {"passkey": str(passkey)}))
    kept = {KEPT: str(officer), KEY: str(passkey), PROVED: clock.now().isoformat()}
    session.renew(None, kept, code=None)


def _as(officer: UUID) -> Actor:
    return Actor("officer", str(officer))


def _named(user_name: str) -> UUID | None:
    try:
        return officer_named(user_name)
    except NoOfficer:
        return None
