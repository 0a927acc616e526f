"""What the whole installation sends to people whom it does not know yet: no pump earns more than the budget (A8, caps and alarm of A9)."""

import math
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings

from bawaba.core import clock
from bawaba.core.phones import country_of
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.identity.codes.commands import count_up
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Happening

DAY = 24 * 3600
HOME = "SA"
ALARM_AT = 0.8
INSTALLATION = UUID(int=0)
log = structlog.get_logger()


def spend_country(*, address: str, phone: str) -> None:
    """TooOften once an address asks for phones of more countries in a day than one household has.

    Who has given no phone is asked for one from here: it costs the same, and tells nobody which of the two it was.
    """
    country = country_or_home(phone)
    try:
        spend(budget="country.seen", key=f"{address}|{country}", windows=((1, DAY),))
    except TooOften:
        return  # this country of this address is counted already
    spend(budget="country.address", key=address, windows=settings.LIMITS.countries_per_origin)


def country_or_home(phone: str) -> str:
    """Two letters; of who has given no phone, those of here."""
    return country_of(phone) if phone.startswith("+") else HOME


def spend_stranger_send() -> None:
    """One of the hour's and of the day's codes to strangers, or TooOften; last in the sender's transaction.

    Everybody's send meets in these two rows, so that they are taken when nothing else is left to do. At four fifths an
    event tells the operators, once an hour or day.
    """
    now = clock.now()
    _spend("hour", now, settings.BAWABA.stranger_sends_an_hour)
    _spend("day", now, settings.BAWABA.stranger_sends_a_day)


def _spend(window: str, now: datetime, most: int) -> None:
    begun = now.replace(minute=0, second=0, microsecond=0, **({"hour": 0} if window == "day" else {}))
    ends = begun + (timedelta(days=1) if window == "day" else timedelta(hours=1))
    spent = count_up(key=f"sends.strangers|{window}|{begun.isoformat()}", most=most)
    if spent is None:
        raise TooOften(math.ceil((ends - now).total_seconds()))
    if spent == math.ceil(ALARM_AT * most):
        log.warning("codes.budget_nearly_spent", window=window, spent=spent, most=most)
        data = {"window": window, "spent": spent, "most": most}
        record(Happening("codes.budget_nearly_spent", INSTALLATION, SYSTEM, data))
