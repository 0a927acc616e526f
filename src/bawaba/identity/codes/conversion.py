"""Whether the codes that go to strangers are typed at all: of a pump's hardly one is (A9)."""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction

from bawaba.core import clock
from bawaba.identity.codes.commands import count_up
from bawaba.identity.codes.installation import INSTALLATION
from bawaba.identity.codes.models import OneTimeCode
from bawaba.identity.codes.rules import is_low
from bawaba.journal.commands import record
from bawaba.journal.ports import SYSTEM, Happening

SENDS = 50
WITHIN = timedelta(hours=24)
log = structlog.get_logger()


def converts_badly(countries: Iterable[str]) -> bool:
    """Whether fewer than three in ten of the last fifty codes to phones of one of these countries were typed.

    Codes that can still be typed are not judged yet. Operators are told by an event, once an hour and country.
    """
    low = [country for country in countries if _is_low(country)]
    for country in low:
        _tell(country)
    return bool(low)


def _is_low(country: str) -> bool:
    now = clock.now()
    judged = OneTimeCode.objects.filter(
        country=country, made_at__gt=now - WITHIN, made_at__lte=now - settings.LIMITS.phone_code_life
    )
    newest = judged.order_by("-made_at").values_list("used_at", "withdrawn")[:SENDS]
    typed = [used_at is not None and not withdrawn for used_at, withdrawn in newest]
    return len(typed) == SENDS and is_low(typed)


def _tell(country: str) -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        if count_up(key=f"codes.pump|{country}|{hour.isoformat()}", most=1) is not None:
            log.warning("codes.pump_suspected", country=country)
            record(Happening("codes.pump_suspected", INSTALLATION, SYSTEM, {"country": country}))
