"""Pure decisions about tries and budgets."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

Windows = Iterable[tuple[int, int]]  # (how many, in how many seconds)

LOW = 0.3  # A9: of honest codes seven in ten and more are typed
MOST_WAIT = timedelta(hours=24)


def seconds_to_wait(moments: Sequence[float], windows: Windows, now: float) -> int:
    """0 when one more fits into every sliding window, else the seconds until it does."""
    return max((_wait(moments, count, seconds, now) for count, seconds in windows), default=0)


def _wait(moments: Sequence[float], count: int, seconds: int, now: float) -> int:
    inside = sorted(moment for moment in moments if moment > now - seconds)
    if len(inside) < count:
        return 0
    return max(1, int(inside[-count] + seconds - now) + 1)


def is_low(typed: Sequence[bool]) -> bool:
    """Whether fewer than three in ten were typed."""
    return sum(typed) < LOW * len(typed)


def kept(moments: Sequence[float], windows: Windows, now: float) -> list[float]:
    """The moments that some window still needs."""
    widest = max((seconds for _, seconds in windows), default=0)
    return [moment for moment in moments if moment > now - widest]


def rising_wait(first: timedelta, waits: int) -> timedelta:
    """15 minutes, then 30, 60 … at most a day (A5)."""
    doublings: int = 2 ** min(waits, 10)
    return min(first * doublings, MOST_WAIT)
