"""How often a courier is asked about a parcel."""

from datetime import timedelta

SOONEST = timedelta(seconds=15)
LATEST = timedelta(minutes=30)


def next_question(since_moved: timedelta) -> timedelta:
    """Soon after something happened, and ever less often while nothing does: after a quarter of the time it has lain still."""
    return min(max(since_moved / 4, SOONEST), LATEST)
