"""What is over is deleted: requests, assertions, log-ins with their tokens. Consents stay; the person sees them."""

from datetime import datetime, timedelta

from django.conf import settings

from bawaba.identity.clients.models import Login, PushedRequest, SpentAssertion
from bawaba.journal.handlers import every

KEPT = timedelta(days=1)  # beyond the last refresh: a late logout notice still finds its log-in


@every(timedelta(minutes=10), "clients.purge")
def clear_clients(now: datetime) -> None:
    """By age alone: nothing of this can be used any more."""
    PushedRequest.objects.filter(expires_at__lt=now).delete()
    SpentAssertion.objects.filter(expires_at__lt=now).delete()
    Login.objects.filter(made_at__lt=now - settings.LIMITS.openid_refresh_life - KEPT).delete()
