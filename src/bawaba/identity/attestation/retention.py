"""Spent tokens and answers are kept as long as a replay could matter; visits a day."""

from datetime import datetime, timedelta

from django.conf import settings

from bawaba.identity.attestation.models import Call, SpentToken, Visit
from bawaba.journal.handlers import every
from bawaba.journal.vault import destroy_key

SKEW = timedelta(minutes=5)
VISITS_KEPT = timedelta(hours=24)


@every(timedelta(minutes=10), "attestation.purge")
def purge_attestation(now: datetime) -> None:
    """Delete what has outlived its purpose; attestations themselves are evidence and stay."""
    SpentToken.objects.filter(expires_at__lt=now - SKEW).delete()
    Call.objects.filter(made_at__lt=now - settings.LIMITS.idempotency_life).delete()
    for handle in list(Visit.objects.filter(opened_at__lt=now - VISITS_KEPT).values_list("uuid", flat=True)[:500]):
        destroy_key(handle)
        Visit.objects.filter(uuid=handle).delete()
