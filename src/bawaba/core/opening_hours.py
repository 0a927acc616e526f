"""Opening hours: spans of a week in Riyadh's time, as files write them, and whether a place is open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from bawaba.core.clock import RIYADH

Span = tuple[time, time]  # from, until; Riyadh
MIDNIGHT = time.max  # as an end: "24:00" in a file, the first moment of the next day
ALL_DAY: Span = (time.min, MIDNIGHT)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
IN_SIGHT = 90
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Opening:
    """Open until ``at``, or opens ``at``; None when no closing, or no opening, is in sight."""

    open: bool
    at: datetime | None


def spans_in(text: str) -> tuple[Span, ...]:
    """``08:00-12:00, 13:00-16:00``, or until ``24:00``; in order, and none inside another. ValueError."""
    found = [tuple(_edge(edge.strip()) for edge in part.split("-", 1)) for part in text.split(",")]
    edges = [edge for span in found for edge in span]
    if any(later <= earlier for earlier, later in pairwise(edges)) or len(edges) != 2 * len(found):
        raise ValueError(f"hours that do not follow each other: {text}")
    return tuple((span[0], span[1]) for span in found)


def week_in(told: Mapping[str, str]) -> dict[int, tuple[Span, ...]]:
    """Weekday (Monday is 0) to spans, from the days that are told; a day that is not told is closed. ValueError."""
    return {place: spans_in(told[day]) for place, day in enumerate(WEEKDAYS) if told.get(day)}


def opening_of(spans: Callable[[date], Sequence[Span]], now: datetime) -> Opening:
    """Open now and until when, or when it opens next."""
    today = now.astimezone(RIYADH).date()
    for ahead in range(IN_SIGHT):
        day = today + ahead * DAY
        for opens, closes in spans(day):
            start, end = moment_of(day, opens), moment_of(day, closes)
            if start <= now < end:
                return Opening(open=True, at=_closing(spans, end))
            if now < start:
                return Opening(open=False, at=start)
    return Opening(open=False, at=None)


def moment_of(day: date, at: time) -> datetime:
    """The edge of a span on that day."""
    return datetime.combine(day + DAY, time.min, RIYADH) if at == MIDNIGHT else datetime.combine(day, at, RIYADH)


def _closing(spans: Callable[[date], Sequence[Span]], end: datetime) -> datetime | None:
    """Where the opening that reaches ``end`` is over: past midnights that nobody closes at; None when none is in sight."""
    for _ in range(IN_SIGHT):
        day = end.date()
        after = [moment_of(day, closes) for opens, closes in spans(day) if moment_of(day, opens) == end]
        if not after:
            return end
        end = after[0]
    return None


def _edge(text: str) -> time:
    return MIDNIGHT if text == "24:00" else time.fromisoformat(text)
