"""The one clock; tests travel with time-machine."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

RIYADH = ZoneInfo("Asia/Riyadh")


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day in Riyadh."""
    return now().astimezone(RIYADH).date()


def midnight() -> datetime:
    """When this day began in Riyadh."""
    return datetime.combine(today(), time.min, RIYADH)
