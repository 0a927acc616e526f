"""Code rows live 24 hours; a tally that nobody touched for 30 days and a budget of two days ago tell nothing."""

from datetime import datetime, timedelta

from bawaba.identity.codes.models import OneTimeCode, Spending, Tally
from bawaba.journal.handlers import every

CODES_KEPT = timedelta(hours=24)
SPENDING_KEPT = timedelta(hours=48)
TALLIES_KEPT = timedelta(days=30)


@every(timedelta(hours=1), "codes.purge")
def purge_codes(now: datetime) -> None:
    """Delete what has outlived its purpose."""
    OneTimeCode.objects.filter(expires_at__lt=now - CODES_KEPT).delete()
    Spending.objects.filter(changed_at__lt=now - SPENDING_KEPT).delete()
    Tally.objects.filter(changed_at__lt=now - TALLIES_KEPT).delete()
