"""R9: "not you?" acts by a POST, once, within 72 hours: it suspends, or freezes from an address that presence revoked."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from bawaba.core import clock
from bawaba.core.secrets import new_handle
from bawaba.identity.accounts.commands import IllegalMove, freeze_account, move_account
from bawaba.identity.accounts.models import Account, Repudiation
from bawaba.identity.accounts.open_sessions import act_from
from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening
from bawaba.journal.prepared import insert, insert_if_free

REPORT = "report"


class LinkOver(LookupError):
    """Unknown, used, expired, or ended by a later proof of presence: one answer for all."""


def repudiation_link(*, account: UUID, power: str, about: Mapping[str, str]) -> str:
    """A new link for one address, inside the transaction of what its message tells."""
    token, now = new_handle(), clock.now()
    row = Repudiation(
        token_hash=_hash(token),
        account=account,
        power=power,
        about=dict(about),
        made_at=now,
        expires_at=now + settings.LIMITS.repudiation_life,
    )
    insert(row)
    return f"{settings.BAWABA.public_url}/not-you/{token}"


def power_of(token: str) -> str:
    """What the link may do now: suspend, freeze, or report, where the account was closed meanwhile."""
    row = Repudiation.objects.filter(token_hash=_hash(token), used_at__isnull=True, expires_at__gt=clock.now()).first()
    if row is None:
        raise LinkOver
    return row.power


def repudiate(*, token: str, by: Actor) -> None:
    """Use the link up; the event flags channel, attestor and operator for whoever takes up the case."""
    with transaction.atomic():
        now, told = clock.now(), Repudiation.objects.filter(token_hash=_hash(token)).values("account")
        Account.objects.filter(uuid__in=told).update(used_at=F("used_at"))  # taken first, as by whoever ends its links
        if not Repudiation.objects.filter(token_hash=_hash(token), used_at__isnull=True, expires_at__gt=now).update(
            used_at=now, pressed=True
        ):
            raise LinkOver
        row = Repudiation.objects.get(token_hash=_hash(token))
        record(Happening("account.repudiate", row.account, by, {**row.about, "power": row.power}))
        _act(row, by)


def repudiate_event(*, account: UUID, event: UUID, session_key: str | None, by: Actor) -> None:
    """The same without a link, from a session of the account, about something in its history. SessionOver.

    One unique INSERT, once an event; after an attended proof the same event may be named again.
    """
    with transaction.atomic():
        act_from(account=account, session_key=session_key)
        attended, now = Account.objects.values_list("attended_at", flat=True).get(uuid=account), clock.now()
        row = Repudiation(
            token_hash=_hash(f"{account}|{event}|{attended}"),
            account=account,
            power="suspend",
            about={"channel": "portal"},
            made_at=now,
            expires_at=now,
            used_at=now,
            pressed=True,
        )
        if insert_if_free(row):
            record(Happening("account.repudiate", account, by, {**row.about, "power": row.power, "event": str(event)}))
            _act(row, by)


def weaken_links(*, account: UUID, attended: bool) -> None:
    """A rebind: after attended proof old links are dead, else they can only freeze."""
    rows = Repudiation.objects.filter(account=account, used_at__isnull=True)
    rows.update(used_at=clock.now()) if attended else rows.update(power="freeze")


def leave_reports(*, account: UUID) -> None:
    """The account is closed: a link can open a case about it, and nothing else, for nothing opens it again."""
    Repudiation.objects.filter(account=account, used_at__isnull=True).update(power=REPORT)


def _act(row: Repudiation, by: Actor) -> None:
    if row.power == REPORT:
        return  # the case is all that can be done
    if row.power == "freeze":
        freeze_account(account=row.account, by=by)
        return
    try:
        move_account(account=row.account, move="suspend", reason="repudiated", by=by)
    except IllegalMove:
        return  # suspended or closed already


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
