"""Slots follow from hours: pure, in Riyadh's time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from bawaba.cases.appointments.ports import NO_SLOT, CannotBook, Office
from bawaba.core.clock import RIYADH
from bawaba.core.opening_hours import Opening, moment_of, opening_of

DAYS_AHEAD = 30  # a slot further away is forgotten more often than kept
DAY = timedelta(days=1)


def slots_on(office: Office, day: date) -> list[datetime]:
    """Every beginning of that day; a slot ends before its span does."""
    step = timedelta(minutes=office.minutes)
    found = []
    for opens, closes in office.spans(day):
        at, end = moment_of(day, opens), moment_of(day, closes)
        while at + step <= end:
            found.append(at)
            at += step
    return found


def slots_ahead(office: Office, now: datetime) -> Iterator[datetime]:
    """Every slot that can still be booked, in order: not begun, and not too far away."""
    today = now.astimezone(RIYADH).date()
    for ahead in range(DAYS_AHEAD + 1):
        yield from (at for at in slots_on(office, today + ahead * DAY) if at > now)


def check_slot(office: Office, starts_at: datetime, now: datetime) -> None:
    """CannotBook unless it is one of the slots ahead, whatever a browser has sent."""
    if not is_slot(office, starts_at, now):
        raise CannotBook(NO_SLOT, "slot")


def is_slot(office: Office, starts_at: datetime, now: datetime) -> bool:
    """Whether it is one of the slots ahead."""
    last = now.astimezone(RIYADH).date() + DAYS_AHEAD * DAY
    day = starts_at.astimezone(RIYADH).date()
    return now < starts_at and day <= last and starts_at in slots_on(office, day)


def free_seat(office: Office, taken: Collection[int]) -> int | None:
    """The lowest that nobody has; None when the slot is full."""
    return next((seat for seat in range(office.capacity) if seat not in taken), None)


def left_in(office: Office, slots: Sequence[datetime], taken: Mapping[datetime, int]) -> list[tuple[datetime, int]]:
    """Each slot with its free seats, never below nought (a capacity may have been lowered)."""
    return [(at, max(0, office.capacity - taken.get(at, 0))) for at in slots]


def opening(office: Office, now: datetime) -> Opening:
    """Open now and until when, or when it opens next."""
    return opening_of(office.spans, now)


def may_arrive(starts_at: datetime, now: datetime) -> bool:
    """On its day."""
    return starts_at.astimezone(RIYADH).date() == now.astimezone(RIYADH).date()
