"""Ports of the outside systems that carry messages, and who receives them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from uuid import UUID

from bawaba.journal.ports import Refused


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell. ``subject`` is opaque: an account's or enrolment's UUID."""

    subject: UUID
    language: str
    phone: str | None = None
    email: str | None = None
    second_email: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What the network says of a message later; ``delivered`` or not, for good."""

    provider_id: str
    delivered: bool


class SmsCentre(Protocol):
    """Raises journal's Refused (never again) or Unavailable (later)."""

    def send(self, *, to: str, text: str, ref: str) -> str:
        """Hand one text over; the provider's id. ``ref`` is the same for a repetition."""

    def listen(self, heard: Callable[[Receipt], None]) -> None:
        """Call ``heard`` for every delivery receipt; a centre without receipts does nothing."""


@dataclass(frozen=True)
class Subscription:
    """Where one browser can be woken, and for whose eyes: address, public P-256 point and secret in base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Nudge:
    """What wakes it. ``lives``: seconds that the service keeps it; of one ``topic`` the newest replaces what still waits."""

    text: str
    lives: int
    urgency: Literal["low", "normal", "high"]
    topic: str


class Gone(Refused):
    """The browser does not want to be woken there any more."""


class PushService(Protocol):
    """Raises Gone, or journal's Refused or Unavailable (with ``after`` when the service says when)."""

    def wake(self, *, browser: Subscription, nudge: Nudge, key: Mapping[str, Any]) -> None:
        """Hand one nudge over, encrypted for the browser; ``key`` is the private JWK by which the browser knows us."""


class EmailRelay(Protocol):
    """Raises journal's Refused or Unavailable."""

    def send(self, *, to: str, subject: str, text: str, ref: str) -> str:
        """Hand one mail over."""
