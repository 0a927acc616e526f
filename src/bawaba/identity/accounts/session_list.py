"""Where an account is logged in: its open sessions, and how one of them, or all others, are ended from here."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from bawaba.core import clock
from bawaba.identity.accounts.models import Session
from bawaba.identity.accounts.open_sessions import act_from, end_sessions_of, name_of
from bawaba.identity.accounts.opened_on import OpenedOn, opened_on
from bawaba.identity.accounts.sessions import hash_of
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening

MOST = 100
Ending = Callable[[UUID, Collection[str], Actor], None]
_endings: list[Ending] = []


@dataclass(frozen=True)
class OpenSession:
    """One of them. ``name`` is no key to it; ``here``: it is the one that asks."""

    name: str
    opened: OpenedOn
    made_at: datetime
    seen_at: datetime
    here: bool


def open_sessions_of(account: UUID, *, session_key: str | None) -> list[OpenSession]:
    """The one that asks first, then by last use; one statement."""
    mine = hash_of(session_key)
    rows = _alive(account).order_by("-seen_at").values_list("key_hash", "data", "made_at", "seen_at")[:MOST]
    return sorted((_open(account, mine, *row) for row in rows), key=lambda one: not one.here)


def end_session(*, account: UUID, name: str, session_key: str | None, by: Actor) -> bool:
    """Log out there: one DELETE that finds it or not, and whether it did. SessionOver when the one that asks has ended."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        mine = Session.objects.filter(account=account)
        rows = mine.exclude(pk=hash_of(session_key)).values_list("key_hash", "made_at")
        keys = [bytes(key_hash) for key_hash, made_at in rows if name_of(account, made_at) == name]
        if not mine.filter(pk__in=keys).delete()[0]:
            return False
        record(Happening("account.sign_out_there", account, by))
    return True


def end_other_sessions(*, account: UUID, session_key: str | None, by: Actor) -> None:
    """Log out everywhere but here, for what devices keep as well. SessionOver: of two that do this at once one stays."""
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        ended = end_sessions_of(account, but=session_key)
        record(Happening("account.sign_out_others", account, by, count=ended))


def end_oldest_sessions(*, account: UUID, by: Actor) -> None:
    """In the gate's transaction, which holds the account: room for one more, by the end of those used longest ago."""
    rows = _alive(account).order_by("-seen_at").values_list("key_hash", "made_at")[settings.LIMITS.sessions - 1 :]
    ended = {bytes(key_hash): name_of(account, made_at) for key_hash, made_at in rows}
    if ended:
        Session.objects.filter(pk__in=list(ended)).delete()
        record(Happening("account.sign_out_oldest", account, by, count=len(ended)))
        for end in _endings:
            end(account, ended.values(), by)


def when_making_room(end: Ending) -> Ending:
    """Register what a higher room ends in the same transaction (A29): the account, the names of the sessions, who signs in."""
    _endings.append(end)
    return end


def _alive(account: UUID) -> QuerySet[Session]:
    now, limits = clock.now(), settings.LIMITS
    return Session.objects.filter(
        account=account, seen_at__gt=now - limits.session_idle, made_at__gt=now - limits.session_life
    )


def _open(account: UUID, mine: bytes, *row: Any) -> OpenSession:
    key_hash, data, made_at, seen_at = row
    key_hash = bytes(key_hash)
    said = json.loads(keyring().open_value("session.data", key_hash, bytes(data)))
    return OpenSession(name_of(account, made_at), opened_on(said), made_at, seen_at, here=key_hash == mine)
