"""What relying parties hear of an account: whatever ended its sessions, or keeps it from anything new, ends its log-ins there.

Their tokens were dead already in the transaction of the change (queries.is_good); this tells the agencies.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from bawaba.identity.accounts.open_sessions import standing
from bawaba.identity.accounts.session_list import when_making_room
from bawaba.identity.clients.ending import end_logins
from bawaba.identity.clients.queries import since_last_out
from bawaba.journal.handlers import Payload, on
from bawaba.journal.ports import SYSTEM, Actor

KIND = "clients.account_changed"


def end_with_account(payload: Payload) -> None:
    """Those of before; twice is like once."""
    account = UUID(str(payload["subject"]))
    found = standing(account)
    unsure = Q(consent__party__assurance__gt=found.assurance)
    which = Q(account=account) & (~since_last_out(found) | unsure) if found.active else Q(account=account)
    end_logins(which, account=account, reason="account", by=SYSTEM)


@when_making_room
def end_with_sessions(account: UUID, names: Collection[str], by: Actor) -> None:
    """In the transaction of the log-in for which they made room: what they began elsewhere ends as by a log-out there (A29)."""
    end_logins(Q(account=account, session__in=names), account=account, reason="logged_out", by=by)


for move in (
    "sign_out",
    "sign_out_others",
    "choose_password",
    "change_password",
    "rebind",
    "attend",
    "suspend",
    "freeze",
    "lock",
    "pause",
    "sleep",
    "close",
    "end",
):
    on(f"account.{move}", KIND)(end_with_account)
