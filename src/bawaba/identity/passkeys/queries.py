"""What others may know of passkeys that open accounts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bawaba.identity.passkeys.models import Passkey


@dataclass(frozen=True)
class PasskeyView:
    """A passkey as its owner sees it."""

    passkey: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


def passkeys_of(account: UUID) -> list[PasskeyView]:
    """The oldest first."""
    rows = Passkey.objects.filter(account=account).order_by("pk")
    return [PasskeyView(*row) for row in rows.values_list("uuid", "name", "made_at", "used_at")]


def how_many(account: UUID) -> int:
    """Passkeys of an account."""
    return Passkey.objects.filter(account=account).count()


def has_passkey(account: UUID) -> bool:
    """Whether one opens this account."""
    return Passkey.objects.filter(account=account).exists()


def owns(account: UUID, handle: bytes) -> bool:
    """Whether this credential is the account's already."""
    return Passkey.objects.filter(account=account, credential=handle).exists()


def owner_of(handle: bytes) -> tuple[UUID, int] | None:
    """Whose account a credential opens, and its authenticator."""
    return Passkey.objects.filter(credential=handle).values_list("account", "authenticator_id").first()
