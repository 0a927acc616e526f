"""Lists go on by key: the last one that a page showed stands in the address of the next."""

from datetime import UTC, datetime

LONGEST = 18  # digits that a key of either database can have


def number_in(text: str) -> int | None:
    """A key that somebody sent; None for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


def place_in(text: str) -> tuple[datetime, int] | None:
    """Time and key that somebody sent, as ``place_of`` wrote them; None for anything else."""
    seconds, key = (number_in(part) for part in (*text.split("-", 1), "")[:2])
    if seconds is None or key is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC), key
    except (ValueError, OverflowError, OSError):  # past the year 9999
        return None


def place_of(at: datetime, key: int) -> str:
    """Both stand in the address: the row itself may have moved or gone when the next page is asked for."""
    return f"{int(at.timestamp())}-{key}"
