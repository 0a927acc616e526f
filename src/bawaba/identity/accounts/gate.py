"""The one gate that issues sessions: whoever signs somebody in calls this (A32)."""

from uuid import UUID

from bawaba.identity.accounts.commands import note_sign_in
from bawaba.identity.accounts.devices import note_device
from bawaba.identity.accounts.queries import Holder, holder
from bawaba.identity.accounts.sessions import HeaderLine, SessionStore
from bawaba.journal.ports import Actor

SIGNS_IN = ("active", "asleep", "paused")


class NotAllowed(Exception):
    """Suspended, locked or closed: looks like any failed log-in."""


def open_session(*, session: SessionStore, account: UUID, ways: str, device: str) -> Holder:
    """A fresh key, the header line bound, an event written; NotAllowed for a state that signs nobody in."""
    who = holder(account)
    if who.state not in SIGNS_IN:
        raise NotAllowed(who.state)
    session.flush()
    session.bind(header_of(who))
    note_device(account=account, device=device)
    note_sign_in(account=account, ways=ways, by=Actor("person", str(account)))
    return who


def header_of(who: Holder) -> HeaderLine:
    """What every page shows of the person."""
    return HeaderLine(
        account=who.account,
        person_key=who.person_key,
        name_ar=_short(who.names_ar),
        name_en=_short(who.names_en),
        population=who.population,
        state=who.state,
        assurance=who.assurance,
        language=who.language,
        digits=who.digits,
        calendar=who.calendar,
        text_size=who.text_size,
    )


def _short(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) > 1 else name
