"""How somebody is told that others ask them for something: a stranger who asks again and again does not ring their phone each time."""

from uuid import UUID

from bawaba.identity.codes.budgets import TooOften, spend

RINGS = ((5, 86400),)  # of all who ask; the letters are all there


def channels_to(invited: UUID) -> tuple[str, ...]:
    """Inbox and SMS, or the inbox alone once it has rung often today."""
    try:
        spend(budget="told.invited", key=str(invited), windows=RINGS)
    except TooOften:
        return ("inbox",)
    return ("inbox", "sms")
