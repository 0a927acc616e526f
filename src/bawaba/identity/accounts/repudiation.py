"""R9: "not you?" suspends the account at once; it opens again after presence has been proved anew."""

from uuid import UUID

from bawaba.identity.accounts.commands import IllegalMove, move_account
from bawaba.journal.ports import Actor


def repudiate(*, account: UUID, by: Actor) -> None:
    """Once; a second press changes nothing."""
    try:
        move_account(account=account, move="suspend", reason="repudiated", by=by)
    except IllegalMove:
        return
