"""The one clock; tests travel with time-machine."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

RIYADH = ZoneInfo("Asia/Riyadh")


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day in Riyadh."""
    return now().astimezone(RIYADH).date()
