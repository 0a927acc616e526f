"""What a recovery hears of its account: presence wins, and a suspended or closed account recovers nothing."""

from uuid import UUID

from bawaba.identity.recovery.commands import end_recoveries_of
from bawaba.identity.recovery.relatives import end_ties_of
from bawaba.journal.handlers import Payload, on
from bawaba.journal.ports import SYSTEM


@on("account.rebind", "recovery.account_rebound")
@on("account.attend", "recovery.account_attended")
def end_with_whoever_held_it(payload: Payload) -> None:
    """R6: sheet, app and passkeys are gone with the rebind; so are those whom its former holder may have named."""
    account = UUID(str(payload["subject"]))
    end_recoveries_of(account=account, by=SYSTEM)
    end_ties_of(account=account, sides=("giver",), by=SYSTEM)


@on("account.suspend", "recovery.account_suspended")
@on("account.change_phone", "recovery.phone_changed")
def end_with_the_change(payload: Payload) -> None:
    """Twice is like once. What is under way could not finish anyhow: the account was out everywhere since."""
    end_recoveries_of(account=UUID(str(payload["subject"])), by=SYSTEM)


@on("account.close", "recovery.account_closed")
@on("account.end", "recovery.account_ended")
def end_with_account(payload: Payload) -> None:
    """And nobody vouches, or is vouched for."""
    account = UUID(str(payload["subject"]))
    end_recoveries_of(account=account, by=SYSTEM)
    end_ties_of(account=account, by=SYSTEM)
