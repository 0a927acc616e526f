"""Who does what follows: task kinds, reactions of higher rooms, and jobs of the clock. Filled when the rooms are loaded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

Payload = Mapping[str, str | int]
Handler = Callable[[Payload], None]
GiveUp = Callable[[Payload, str], None]  # the payload, and how it ended: refused, expired, exhausted


@dataclass(frozen=True)
class Backoff:
    """Retry policy: first at once, then doubling from ``first`` to at most ``most``, giving up after ``tries``."""

    first: timedelta = timedelta(seconds=5)
    most: timedelta = timedelta(minutes=5)
    tries: int = 60

    def wait(self, attempts: int) -> timedelta:
        """How long to wait after so many attempts; the first repetition comes at once."""
        if attempts <= 1:
            return timedelta(0)
        return min(self.first * 2 ** min(attempts - 2, 20), self.most)


@dataclass(frozen=True)
class ClockWork:
    """A job of the clock: what it does at ``now``, and how often."""

    every: timedelta
    do: Callable[[datetime], None]


_tasks: dict[str, "Doer"] = {}
_reactions: dict[str, list[str]] = {}
_clock: dict[str, ClockWork] = {}


@dataclass(frozen=True)
class Doer:
    """Who does a kind of task, how often it is tried, and who hears that it will never be done."""

    do: Handler
    backoff: Backoff
    give_up: GiveUp | None = None


class NobodyDoes(LookupError):
    """A task kind without a handler."""


def task(kind: str, backoff: Backoff | None = None, give_up: GiveUp | None = None) -> Callable[[Handler], Handler]:
    """Register the handler of a task kind. It may be called more than once for one row: make it idempotent.

    ``give_up`` is called once, in the transaction that ends a row without its having been done.
    """

    def register(handler: Handler) -> Handler:
        _tasks[kind] = Doer(handler, backoff or Backoff(), give_up)
        return handler

    return register


def on(event_type: str, kind: str) -> Callable[[Handler], Handler]:
    """React to a lower room's event: ``kind`` becomes a task whose payload is {event: uuid, subject: uuid}."""

    def register(handler: Handler) -> Handler:
        task(kind)(handler)
        kinds = _reactions.setdefault(event_type, [])
        if kind not in kinds:
            kinds.append(kind)
        return handler

    return register


def every(period: timedelta, name: str) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Register a job of the clock."""

    def register(work: Callable[[datetime], None]) -> Callable[[datetime], None]:
        _clock[name] = ClockWork(period, work)
        return work

    return register


def doer_of(kind: str) -> Doer:
    """The handler, its retry policy, and what to do when it is given up."""
    if kind not in _tasks:
        raise NobodyDoes(kind)
    return _tasks[kind]


def reactions_to(event_type: str) -> tuple[str, ...]:
    """Task kinds that follow this event."""
    return tuple(_reactions.get(event_type, ()))


def clock_jobs() -> Mapping[str, ClockWork]:
    """Every job of the clock by name."""
    return dict(_clock)
