"""The port of a courier, in our words; the connector translates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bawaba.core.text import T

STATES = ("handed_over", "on_its_way", "delivered", "returned", "cancelled")


@dataclass(frozen=True)
class Destination:
    """The national address to which a parcel goes; ``short`` is its code of four letters and four digits."""

    short: str
    building: str
    street: T
    district: T
    city: T
    post_code: str


@dataclass(frozen=True)
class Consignment:
    """What a courier is told of a parcel: to whom and where. What is in it stays with us. ``key`` is the same for a repetition."""

    key: str
    reference: str
    name: T
    phone: str
    to: Destination


@dataclass(frozen=True)
class Tracked:
    """One of STATES, and since when as the courier says."""

    state: str
    at: datetime


class Courier(Protocol):
    """Raises the journal's Refused (never again) or Unavailable (later)."""

    def send(self, consignment: Consignment) -> str:
        """Order a parcel, once a key: its tracking number."""

    def status(self, tracking: str) -> Tracked:
        """Where it is. Refused: the courier knows no such parcel."""
