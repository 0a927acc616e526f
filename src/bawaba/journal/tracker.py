"""The data tracker: that somebody read a person's data is an event of that person, written beside what the reading is part of."""

from uuid import UUID

from bawaba.journal.commands import record
from bawaba.journal.ports import Actor, Happening


def note_look(*, at: UUID, what: str, by: Actor, **said: str) -> None:
    """In the caller's transaction. ``at``: the account that was looked at; ``what``: a verb of "look" in events.py.

    ``said`` is what its person may read of it and names nobody else: slugs of a service, agency, role, and which
    ``side`` of an application is theirs (own, other, concerned). Of two persons each gets a line of their own.
    """
    record(Happening(f"look.{what}", at, by, said))
