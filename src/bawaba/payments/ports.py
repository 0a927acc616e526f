"""The port of a payment provider, in our words. Card data never touches the portal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bawaba.core.text import T


@dataclass(frozen=True)
class Order:
    """What is to be paid. ``key`` is the same for a repetition."""

    key: str
    reference: str
    halalas: int
    currency: str
    description: T
    return_url: str
    callback_url: str
    language: str


@dataclass(frozen=True)
class Notice:
    """What the provider says of a payment: captured, failed, refunded or pending."""

    reference: str
    status: str
    halalas: int
    currency: str
    provider_id: str


@dataclass(frozen=True)
class PayOut:
    """What leaves the escrow: so much of the payment ``reference``, to whoever holds the identity number ``payee``.

    ``key`` is the same for a repetition.
    """

    key: str
    reference: str
    halalas: int
    currency: str
    payee: str


class BadNotice(ValueError):
    """Not signed by the provider, or not for us."""


class ProviderUnavailable(Exception):
    """The provider does not answer."""


class PaymentProvider(Protocol):
    """A hosted payment page behind a few calls. Any may raise ProviderUnavailable."""

    pays_out: bool  # whether it can hold a price for somebody else; where not, what needs that is not offered

    def start(self, order: Order) -> str:
        """The address of the hosted page."""

    def read(self, body: bytes, headers: Mapping[str, str], callback_url: str) -> Notice:
        """Verify a callback; BadNotice."""

    def status(self, reference: str) -> Notice | None:
        """What became of a payment; None when the provider never heard of it."""

    def refund(self, reference: str, key: str) -> Notice:
        """Give everything back, once a key."""

    def pay_out(self, order: PayOut) -> str:
        """Pay a part of what was captured to somebody else, once a key: released, or pending while it is under way."""
