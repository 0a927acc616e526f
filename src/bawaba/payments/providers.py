"""The payment provider of this installation."""

from functools import cache

from bawaba.core.plugs import plug
from bawaba.payments.ports import PaymentProvider
from django.conf import settings


@cache
def provider() -> PaymentProvider:
    """Chosen in settings."""
    chosen: PaymentProvider = plug(settings.CONNECTORS["payment"])
    return chosen
