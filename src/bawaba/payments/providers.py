"""The payment provider of this installation."""

from functools import cache

from django.conf import settings

from bawaba.core.plugs import plug
from bawaba.payments.ports import PaymentProvider


@cache
def provider() -> PaymentProvider:
    """Chosen in settings."""
    chosen: PaymentProvider = plug(settings.CONNECTORS["payment"])
    return chosen
