"""Ports of the outside systems that carry messages, and who receives them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell. ``subject`` is opaque: an account's or enrolment's UUID."""

    subject: UUID
    language: str
    phone: str | None = None
    email: str | None = None


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


class EmailRelay(Protocol):
    """Raises journal's Refused or Unavailable."""

    def send(self, *, to: str, subject: str, text: str, ref: str) -> str:
        """Hand one mail over."""
