"""Where an account is logged in: its open sessions, and how one of them, or all others, are ended from here."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.accounts.models import Session
from bawaba.identity.accounts.open_sessions import act_from, end_sessions_of, name_of
from bawaba.identity.accounts.opened_on import OpenedOn, opened_on
from bawaba.identity.accounts.sessions import hash_of
from bawaba.journal.commands import record
from bawaba.journal.keys import keyring
from bawaba.journal.ports import Actor, Happening

MOST = 100


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
    now, limits, mine = clock.now(), settings.LIMITS, hash_of(session_key)
    alive = Session.objects.filter(
        account=account, seen_at__gt=now - limits.session_idle, made_at__gt=now - limits.session_life
    )
    rows = alive.order_by("-seen_at").values_list("key_hash", "data", "made_at", "seen_at")[:MOST]
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


def _open(account: UUID, mine: bytes, *row: Any) -> OpenSession:
    key_hash, data, made_at, seen_at = row
    key_hash = bytes(key_hash)
    said = json.loads(keyring().open_value("session.data", key_hash, bytes(data)))
    return OpenSession(name_of(account, made_at), opened_on(said), made_at, seen_at, here=key_hash == mine)
