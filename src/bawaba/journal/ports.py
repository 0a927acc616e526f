"""Words that every room shares with the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID

ActorKind = Literal[
    "applicant",
    "person",
    "attestor",
    "officer",
    "operator",
    "system",
    "clock",
    "payment_provider",
    "courier",
    "relying_party",
]


@dataclass(frozen=True)
class Actor:
    """Who did it. ``id`` is opaque: an account's or attestor's UUID or slug, never a number of a person."""

    kind: ActorKind
    id: str = ""
    place: str = ""


SYSTEM = Actor("system")
CLOCK = Actor("clock")


@dataclass(frozen=True)
class Happening:
    """One event: ``type`` is noun.verb of the closed catalogue; ``data`` holds nothing personal; ``count`` for set-wide moves."""

    type: str
    subject: UUID
    by: Actor
    data: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    count: int = 1


@dataclass(frozen=True)
class Task:
    """Something that must follow. ``payload`` carries ids only; after ``until`` it is dropped (a code that has expired)."""

    kind: str
    payload: Mapping[str, str | int]
    due: datetime | None = None
    until: datetime | None = None


class Refused(Exception):
    """The outside system said no for good: never again."""


class Unavailable(Exception):
    """The outside system did not answer: later, and not before ``after`` where it said so."""

    def __init__(self, *said: object, after: timedelta = timedelta(0)) -> None:
        """``said`` is for the log and holds nothing personal."""
        super().__init__(*said)
        self.after = after


class Engine(Protocol):
    """What works the outbox off. Both engines pass one contract test."""

    def announce(self, rows: list[tuple[int, datetime]]) -> None:
        """Tell the engine, inside the transaction, about new rows (id, due)."""

    def remind(self, rows: list[tuple[int, datetime]]) -> None:
        """Rows that are late: whatever hint there was may be lost."""

    def run(self, stop: "Stop") -> None:
        """Work until told to stop."""

    def drain(self) -> int:
        """Work off all that is due now; the number of rows tried."""


class Stop(Protocol):
    """A threading.Event, as far as we need it."""

    def is_set(self) -> bool:
        """Whether to stop."""

    def wait(self, timeout: float) -> bool:
        """Wait so many seconds at most."""
