"""What happens to the sessions of an account when the account changes: they follow, or they end."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BinaryField, Q, QuerySet, UUIDField

from bawaba.core import clock
from bawaba.identity.accounts.header_line import open_header, seal_header
from bawaba.identity.accounts.models import Account, Session
from bawaba.identity.accounts.sessions import hash_of
from bawaba.journal.prepared import Given, Prepared, PreparedUpdate
from bawaba.messaging.browsers import give_up_browsers


class SessionOver(Exception):
    """The session that asks has ended meanwhile."""


def follow(account: UUID, **changes: str | bool) -> None:
    """Open sessions show what has changed, at their next request; in the transaction of the change."""
    for row in Session.objects.filter(account=account):
        header = open_header(bytes(row.key_hash), bytes(row.header))
        if header is not None:
            sealed = seal_header(bytes(row.key_hash), replace(header, **changes))
            Session.objects.filter(pk=row.pk).update(header=sealed)


def end_sessions_of(account: UUID, *, but: str | None = None) -> int:
    """All of them, or all but one key, and how many; gone at their next request (A29), what devices keep at their next visit.

    First in its transaction, where it can be: whoever writes an account and its user writes the account first.
    """
    Account.objects.filter(uuid=account).update(forgotten_at=clock.now())
    give_up_browsers(subject=account)  # like a kept wallet: on every device, this one as well
    return Session.objects.filter(account=account).exclude(pk=hash_of(but)).delete()[0]


def end_sessions_of_nobody() -> None:
    """Those of no account: of the desk, and of whoever fills in a form."""
    Session.objects.filter(account__isnull=True).delete()


def last_out_at(moment: datetime | None) -> Q:
    """Rows of accounts that were not out everywhere since: as equal, for what is later on one clock may come first in fact."""
    return Q(forgotten_at__isnull=True) if moment is None else Q(forgotten_at=moment)


def account_that_idled_out(session_key: str) -> UUID | None:
    """Whose session this was until it idled out; None for one that was revoked or never was."""
    row = Session.objects.filter(pk=hash_of(session_key), made_at__gt=clock.now() - settings.LIMITS.session_life)
    return row.values_list("account", flat=True).first()


def hold_session(*, account: UUID, session_key: str | None) -> str:
    """In the caller's transaction: this session goes on until that ends; its name, which is no key to it. SessionOver.

    One UPDATE on the session's row: a log-out comes before it, and is heard here, or waits for what follows.
    """
    return name_of(account, _hold(account, session_key))


def act_from(*, account: UUID, session_key: str | None) -> None:
    """First in the caller's transaction: the account is taken, and then the session that asks. SessionOver.

    In this order, as by whoever gives a session another key or ends them all: none slips away meanwhile, and no ring.
    """
    Account.objects.filter(uuid=account).update(used_at=clock.now())
    _hold(account, session_key)


def name_of_session(session_key: str | None) -> str | None:
    """The same from log-in to log-out, whatever keys the session has meanwhile; None for a session of nobody."""
    row = Session.objects.filter(pk=hash_of(session_key)).values_list("account", "made_at").first()
    if row is None or row[0] is None:
        return None
    return name_of(*row)


def name_of(account: UUID, made_at: datetime) -> str:
    """By what a session is called wherever its key must not stand."""
    return hashlib.sha256(f"{account}|{made_at.isoformat()}".encode()).hexdigest()[:32]


def _hold(account: UUID, session_key: str | None) -> datetime:
    held = HOLD.changed(key_hash=hash_of(session_key), account=account)
    if not held:
        raise SessionOver(account)
    made_at: datetime = held[0][0]
    return made_at


HOLD = PreparedUpdate(
    lambda: Session.objects.filter(key_hash=Given("key_hash", BinaryField()), account=Given("account", UUIDField())),
    returning=("made_at",),
    account=Given("account", UUIDField()),
)


@dataclass(frozen=True)
class Standing:
    """Whether an account may be used for anything new, how sure it is just now, and when it was out everywhere last."""

    active: bool
    assurance: int
    last_out: datetime | None


def standing(account: UUID) -> Standing:
    """As of this statement; while its sensitive services wait (R6, R9) an account is as sure as a registration."""
    rows = STANDS.rows(account=account)
    if not rows:
        return Standing(active=False, assurance=0, last_out=None)
    state, assurance, last_out, cooled_until, frozen = rows[0]
    waits = frozen or (cooled_until is not None and cooled_until > clock.now())
    return Standing(state == "active", 1 if waits else assurance, last_out)


def _stands() -> QuerySet[Any]:
    columns = ("state", "assurance", "forgotten_at", "cooled_until", "frozen_until_attended")
    return Account.objects.filter(uuid=Given("account", UUIDField())).values_list(*columns)


STANDS = Prepared(_stands)
