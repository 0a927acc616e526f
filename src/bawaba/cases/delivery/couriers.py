"""The courier of this installation."""

from functools import cache

from django.conf import settings

from bawaba.cases.ports import Courier
from bawaba.core.plugs import plug


@cache
def courier() -> Courier:
    """Chosen in settings."""
    chosen: Courier = plug(settings.CONNECTORS["delivery"])
    return chosen
