"""The only reader of codes for others."""

from uuid import UUID

from bawaba.core import clock
from bawaba.identity.codes.models import OneTimeCode


def has_open_code(*, purpose: str, subject: UUID, place: UUID | None = None) -> bool:
    """Whether a code that was sent can still be typed (there)."""
    rows = OneTimeCode.objects.filter(purpose=purpose, subject=subject, place=place)
    return rows.filter(used_at=None, expires_at__gt=clock.now()).exists()
