"""Stripe Checkout: a hosted page a session, signed events, refunds (docs/operate/stripe.md; https://docs.stripe.com/api).

Fields as documented there: ``checkout/sessions`` takes mode, client_reference_id, line_items[price_data], success_url, cancel_url and
payment_intent_data[transfer_group], answers with url, amount_total, currency, expires_at, and lists by payment_intent, each with status;
``charges`` lists by transfer_group, newest first, each with status, amount, captured, refunded, payment_intent; ``refunds`` takes charge, and
lists by it. An Idempotency-Key gives the first answer again for at least 24 hours (a session lives 24), and refuses other parameters: so
nothing that we send depends on the reader's language, and an answer whose session has ended is asked for anew.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from bawaba.connectors.bounded import BoundedTransport
from bawaba.core import clock
from bawaba.core.breaker import Breaker, Open
from bawaba.payments.ports import BadNotice, Notice, Order, PayOut, ProviderUnavailable

SECONDS = 2.0
VERSION = "2024-06-20"
TOLERANCE = 300  # seconds between an event's signature and its arrival, as Stripe's own libraries take it
SESSIONS = 4  # a key whose session has ended is followed by the next one
PAUSE = 0.2  # 409: the same key is being worked on, by another click
ODD = "an answer that is not as agreed"
GOING = ("succeeded", "pending", "requires_action")  # a refund that is through or under way
ENDINGS = {
    "checkout.session.completed": "captured",  # unless its payment_status says that the money is still to come
    "checkout.session.async_payment_succeeded": "captured",
    "checkout.session.async_payment_failed": "failed",
    "checkout.session.expired": "failed",
}


class StripeCheckout:
    """Fulfils ``payments.ports.PaymentProvider``, but for ``pay_out``: Stripe knows nobody by an identity number."""

    pays_out = False

    def __init__(self, url: str, key: str, secret: str, transport: httpx.BaseTransport | None = None) -> None:
        """``key`` of the API, ``secret`` of the webhook endpoint; ``transport`` for tests."""
        headers = {"Authorization": f"Bearer {key}", "Stripe-Version": VERSION}
        self._client = httpx.Client(
            base_url=url, headers=headers, timeout=SECONDS, transport=transport or BoundedTransport(SECONDS)
        )
        self._secret, self._breaker = secret.encode(), Breaker()
        if not secret:
            raise ValueError("without the webhook's secret anybody could say that a bill is paid")

    def start(self, order: Order) -> str:
        """A Checkout session's page."""
        sent = {
            "mode": "payment",
            "client_reference_id": order.reference,
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": order.currency.lower(),
            "line_items[0][price_data][unit_amount]": str(order.halalas),
            "line_items[0][price_data][product_data][name]": f"{order.description.ar} | {order.description.en}",
            "payment_intent_data[transfer_group]": order.reference,
            "success_url": order.return_url,
            "cancel_url": order.return_url,
        }
        url = self._open_session(sent, order.key).get("url")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise ProviderUnavailable(ODD)
        return url

    def read(self, body: bytes, headers: Mapping[str, str], callback_url: str) -> Notice:
        """An event that is signed for our endpoint, a moment ago; of what says nothing of a payment, a notice that changes nothing."""
        del callback_url  # each endpoint has a secret of its own
        _verify(body, {name.lower(): value for name, value in headers.items()}, self._secret)
        try:
            event = json.loads(body)
            kind, said = event["type"], event["data"]["object"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise BadNotice(type(error).__name__) from error
        if kind not in ENDINGS or not isinstance(said, dict):
            return Notice("", "pending", 0, "", "")
        status = ENDINGS[kind]
        if status == "captured" and said.get("payment_status") != "paid":
            status = "pending"
        names = ("client_reference_id", "amount_total", "currency", "id")
        return _notice(status, tuple(said.get(name) for name in names), BadNotice)

    def status(self, reference: str) -> Notice | None:
        """By its charges. A declined card ends nothing: the page stays open for another one until the session has expired."""
        charges = self._charges(reference)
        if not charges:
            return None
        taken = next((one for one in charges if one.get("status") == "succeeded"), None)
        if taken is None:
            return _of_charge(
                "failed" if self._has_expired(reference, charges[0]) else "pending", reference, charges[0]
            )
        return _of_charge("refunded" if taken.get("refunded") is True else "captured", reference, taken)

    def refund(self, reference: str, key: str) -> Notice:
        """Everything of the one charge that succeeded; captured while the refund is still under way."""
        charge = next((one for one in self._charges(reference) if one.get("status") == "succeeded"), None)
        if charge is None or not isinstance(charge.get("id"), str):
            raise ProviderUnavailable("it does not know what it captured")
        made = self._listed("/v1/refunds", {"charge": charge["id"], "limit": "100"})
        going = [one for one in made if one.get("status") in GOING]
        if _sum(going) < _sum([charge]):  # a part may have gone back by somebody's hand: then this is the rest
            going.append(self._call("POST", "/v1/refunds", {"charge": charge["id"]}, key))
        through = all(one.get("status") == "succeeded" for one in going)
        return _of_charge("refunded" if through else "captured", reference, charge)

    def pay_out(self, order: PayOut) -> str:
        """Never reached: what would be held is not offered where ``pays_out`` is false."""
        raise ProviderUnavailable("Stripe pays to accounts connected with it, not to identity numbers")

    def _open_session(self, sent: Mapping[str, str], key: str) -> dict[str, Any]:
        """The same for every click; an answer that is only remembered may be of a page that has ended."""
        for again in range(SESSIONS):
            session = self._call("POST", "/v1/checkout/sessions", sent, f"{key}-{again}" if again else key)
            ends = session.get("expires_at")
            if type(ends) is not int or ends > clock.now().timestamp():
                return session
        raise ProviderUnavailable("every page it remembers has ended")

    def _has_expired(self, reference: str, charge: Mapping[str, Any]) -> bool:
        """Whether the page on which this card was declined takes no other one: its event may have been lost."""
        paid_by = charge.get("payment_intent")
        if charge.get("status") != "failed" or not isinstance(paid_by, str):
            return False  # money that is still to come is not over with its page
        found = self._listed("/v1/checkout/sessions", {"payment_intent": paid_by, "limit": "1"})
        return any(one.get("client_reference_id") == reference and one.get("status") == "expired" for one in found)

    def _charges(self, reference: str) -> list[dict[str, Any]]:
        """Newest first; none of another payment, whatever the other side says."""
        found = self._listed("/v1/charges", {"transfer_group": reference, "limit": "100"})
        return [one for one in found if one.get("transfer_group") == reference]

    def _listed(self, path: str, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        data = self._call("GET", path, asked).get("data")
        if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
            raise ProviderUnavailable(ODD)
        return data

    def _call(self, method: str, path: str, sent: Mapping[str, str], key: str = "") -> dict[str, Any]:
        try:
            return self._breaker.call(lambda: self._send(method, path, sent, key), (ProviderUnavailable,))
        except Open as rest:
            raise ProviderUnavailable("resting") from rest

    def _send(self, method: str, path: str, sent: Mapping[str, str], key: str) -> dict[str, Any]:
        told: dict[str, Any] = (
            {"params": sent} if method == "GET" else {"data": sent, "headers": {"Idempotency-Key": key}}
        )
        try:
            began = time.monotonic()
            answer = self._client.request(method, path, **told)
            while answer.status_code == httpx.codes.CONFLICT and time.monotonic() - began < SECONDS / 4:
                time.sleep(PAUSE)
                answer = self._client.request(method, path, **told)
            found = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise ProviderUnavailable(type(error).__name__) from error
        if not isinstance(found, dict):
            raise ProviderUnavailable(ODD)
        return found


def _verify(body: bytes, headers: Mapping[str, str], secret: bytes) -> None:
    """``Stripe-Signature: t=…,v1=…[,v1=…]``: HMAC-SHA256 of "t.body"; several while a secret is being rolled."""
    pairs = [part.strip().partition("=") for part in headers.get("stripe-signature", "").split(",")]
    at = next((value for name, _, value in pairs if name == "t"), "")
    if not (at.isascii() and at.isdigit() and len(at) < 12):
        raise BadNotice("not signed")
    right = hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(right.encode(), value.encode()) for name, _, value in pairs if name == "v1"):
        raise BadNotice("signed by somebody else")
    if abs(clock.now().timestamp() - int(at)) > TOLERANCE:
        raise BadNotice("signed at another time")


def _sum(things: list[dict[str, Any]]) -> int:
    if not all(type(one.get("amount")) is int for one in things):
        raise ProviderUnavailable(ODD)
    return sum(one["amount"] for one in things)


def _of_charge(status: str, reference: str, charge: Mapping[str, Any]) -> Notice:
    said = (reference, charge.get("amount"), charge.get("currency"), charge.get("id"))
    return _notice(status, said, ProviderUnavailable)


def _notice(status: str, said: tuple[Any, ...], wrong: Callable[[str], Exception]) -> Notice:
    """Amounts are in the smallest unit on both sides; currencies are in small letters on theirs."""
    reference, amount, currency, number = said
    if not isinstance(reference, str) or type(amount) is not int or not isinstance(currency, str):
        raise wrong(ODD)
    return Notice(reference, status, amount, currency.upper(), str(number or ""))
