"""What happens to the sessions of an account when the account changes: they follow, or they end."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from bawaba.core import clock
from bawaba.identity.accounts.header_line import open_header, seal_header
from bawaba.identity.accounts.models import Account, Session
from bawaba.identity.accounts.sessions import hash_of


def follow(account: UUID, **changes: str | bool) -> None:
    """Open sessions show what has changed, at their next request; in the transaction of the change."""
    for row in Session.objects.filter(account=account):
        header = open_header(bytes(row.key_hash), bytes(row.header))
        if header is not None:
            sealed = seal_header(bytes(row.key_hash), replace(header, **changes))
            Session.objects.filter(pk=row.pk).update(header=sealed)


def end_sessions_of(account: UUID, *, but: str | None = None) -> None:
    """All of them, or all but one key; gone at their next request (A29), what devices keep at their next visit.

    First in its transaction, where it can be: whoever writes an account and its user writes the account first.
    """
    Account.objects.filter(uuid=account).update(forgotten_at=clock.now())
    Session.objects.filter(account=account).exclude(pk=hash_of(but)).delete()


def last_out_at(moment: datetime | None) -> Q:
    """Rows of accounts that were not out everywhere since: as equal, for what is later on one clock may come first in fact."""
    return Q(forgotten_at__isnull=True) if moment is None else Q(forgotten_at=moment)


def account_that_idled_out(session_key: str) -> UUID | None:
    """Whose session this was until it idled out; None for one that was revoked or never was."""
    row = Session.objects.filter(pk=hash_of(session_key), made_at__gt=clock.now() - settings.LIMITS.session_life)
    return row.values_list("account", flat=True).first()
