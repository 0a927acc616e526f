"""What a delegation hears of its two sides: a closed account gives and receives nothing any more."""

from uuid import UUID

from bawaba.identity.delegation.commands import end_all_of
from bawaba.journal.handlers import Payload, on
from bawaba.journal.ports import SYSTEM


@on("account.close", "delegation.account_closed")
@on("account.end", "delegation.account_closed")
def end_with_account(payload: Payload) -> None:
    """Twice is like once."""
    end_all_of(account=UUID(str(payload["subject"])), by=SYSTEM)
