"""What staff ask of a new key besides: that it stays in its device, unless the installation says otherwise."""

from django.conf import settings

from bawaba.identity.passkeys import ceremonies
from bawaba.identity.passkeys.ceremonies import Ceremony, Shown

__all__ = ["Shown", "new_key"]


def new_key(ceremony: Ceremony, answer: str) -> Shown:
    """NotProven, Synced."""
    return ceremonies.new_key(ceremony, answer, synced=settings.BAWABA.staff_synced_passkeys)
