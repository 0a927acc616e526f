"""A pressed "not you?" link opens a case, or belongs to the one that is open."""

from uuid import UUID

from bawaba.identity.review.commands import open_case
from bawaba.journal.handlers import Payload, on
from bawaba.journal.ports import SYSTEM


@on("account.repudiate", "review.open")
def hear_of_it(payload: Payload) -> None:
    """Twice is like once."""
    open_case(account=UUID(str(payload["subject"])), heard=UUID(str(payload["event"])), by=SYSTEM)
