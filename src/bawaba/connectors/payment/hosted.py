"""A hosted payment page over HTTP and JSON, with signed callbacks (docs/api/payment.md)."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from joserfc import jws
from joserfc.errors import JoseError

from bawaba.connectors.bounded import BoundedTransport
from bawaba.connectors.payment.keys import PublishedKeys
from bawaba.core.breaker import Breaker, Open
from bawaba.payments.ports import BadNotice, Notice, Order, PayOut, ProviderUnavailable

SECONDS = 2.0
KIND = "payment+jwt"
PAYOUTS = ("pending", "released")
STATUSES = ("pending", "captured", "failed", "refunded")


class HostedPayments:
    """Fulfils ``payments.ports.PaymentProvider``."""

    pays_out = True

    def __init__(self, url: str, key: str, transport: httpx.BaseTransport | None = None) -> None:
        """``url`` of the API's root; ``transport`` for tests."""
        headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx.Client(
            base_url=url, headers=headers, timeout=SECONDS, transport=transport or BoundedTransport(SECONDS)
        )
        self._breaker = Breaker()
        self._keys = PublishedKeys(self._published)

    def start(self, order: Order) -> str:
        """The hosted page's address."""
        body = {
            "reference": order.reference,
            "amount_halalas": order.halalas,
            "currency": order.currency,
            "description": {"ar": order.description.ar, "en": order.description.en},
            "return_url": order.return_url,
            "callback_url": order.callback_url,
            "language": order.language,
        }
        url = self._call("POST", "/payments", body, {"Idempotency-Key": order.key}).get("hosted_url")
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise ProviderUnavailable("an answer that is not as agreed")
        return url

    def read(self, body: bytes, headers: Mapping[str, str], callback_url: str) -> Notice:
        """Verify signature, type and audience."""
        del headers
        try:
            head = jws.extract_compact(body).headers()
            if head.get("typ") != KIND:
                raise BadNotice("of another kind")
            signed = jws.deserialize_compact(body, self._keys.key(head.get("kid")), algorithms=["ES256"])
            claims = json.loads(signed.payload)
        except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise BadNotice(type(error).__name__) from error
        if not isinstance(claims, dict) or claims.get("aud") != callback_url:
            raise BadNotice("for somebody else")
        status = str(claims.get("event", "")).removeprefix("payment.")
        return _notice({**claims, "status": status}, BadNotice)

    def status(self, reference: str) -> Notice | None:
        """Ask."""
        try:
            return _about(reference, self._call("GET", f"/payments/{reference}"))
        except LookupError:
            return None

    def refund(self, reference: str, key: str) -> Notice:
        """Everything back."""
        try:
            answer = self._call("POST", f"/payments/{reference}/refunds", {}, {"Idempotency-Key": key})
        except LookupError as error:
            raise ProviderUnavailable("it does not know what it captured") from error
        return _about(reference, answer)

    def pay_out(self, order: PayOut) -> str:
        """Out of the escrow."""
        body = {"amount_halalas": order.halalas, "currency": order.currency, "payee": order.payee}
        path = f"/payments/{order.reference}/payouts"
        answer = self._call("POST", path, body, {"Idempotency-Key": order.key})
        paid = (answer.get("reference"), answer.get("amount_halalas"), answer.get("currency"))
        if paid != (order.reference, order.halalas, order.currency) or answer.get("status") not in PAYOUTS:
            raise ProviderUnavailable("an answer that is not as agreed")
        return str(answer["status"])

    def _published(self) -> dict[str, Any]:
        try:
            return self._call("GET", "/jwks")
        except LookupError as error:
            raise ProviderUnavailable("no keys are published") from error

    def _call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        try:
            return self._breaker.call(lambda: self._send(method, path, body, headers), (ProviderUnavailable,))
        except Open as rest:
            raise ProviderUnavailable("resting") from rest

    def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str] | None) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, json=body, headers=headers)
            if answer.status_code == httpx.codes.NOT_FOUND and method == "GET":
                raise LookupError(path)
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise ProviderUnavailable(type(error).__name__) from error
        if not isinstance(found, dict):
            raise ProviderUnavailable("an answer that is not as agreed")
        return found


def _about(reference: str, said: Mapping[str, Any]) -> Notice:
    """Of the payment that was asked about and of no other."""
    found = _notice(said, ProviderUnavailable)
    if found.reference != reference:
        raise ProviderUnavailable("an answer that is not as agreed")
    return found


def _notice(said: Mapping[str, Any], wrong: Callable[[str], Exception]) -> Notice:
    reference, status, currency = (said.get(name) for name in ("reference", "status", "currency"))
    halalas = said.get("amount_halalas")
    texts = isinstance(reference, str) and isinstance(currency, str) and status in STATUSES
    if not texts or type(halalas) is not int:
        raise wrong("an answer that is not as agreed")
    return Notice(str(reference), str(status), halalas, str(currency), str(said.get("provider_id", "")))
