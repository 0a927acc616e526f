"""What an appointment hears of its account: a closed one keeps no seat from others, nor its person from booking anew."""

from uuid import UUID

from bawaba.cases.appointments.commands import release_all_of
from bawaba.journal.handlers import Payload, on
from bawaba.journal.ports import SYSTEM


@on("account.close", "appointments.account_closed")
@on("account.end", "appointments.account_closed")
def release_with_account(payload: Payload) -> None:
    """Twice is like once."""
    release_all_of(account=UUID(str(payload["subject"])), by=SYSTEM)
