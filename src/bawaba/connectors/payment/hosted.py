"""A hosted payment page over HTTP and JSON, with signed callbacks (docs/api/payment.md)."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bawaba.payments.ports import BadNotice, Notice, Order, ProviderUnavailable

SECONDS = 4.0
KIND = "payment+jwt"


class HostedPayments:
    """Fulfils ``payments.ports.PaymentProvider``."""

    def __init__(self, url: str, key: str, transport: httpx.BaseTransport | None = None) -> None:
        """``url`` of the API's root; ``transport`` for tests."""
        headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx.Client(base_url=url, headers=headers, timeout=SECONDS, transport=transport)
        self._keys: KeySet | None = None

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
        return str(self._call("POST", "/payments", body, {"Idempotency-Key": order.key})["hosted_url"])

    def read(self, body: bytes, headers: Mapping[str, str], callback_url: str) -> Notice:
        """Verify signature, type and audience."""
        del headers
        try:
            signed = jws.deserialize_compact(body, self._key_set(), algorithms=["ES256"])
            claims = json.loads(signed.payload)
        except (JoseError, ValueError, TypeError) as error:
            raise BadNotice(type(error).__name__) from error
        if signed.headers().get("typ") != KIND or claims.get("aud") != callback_url:
            raise BadNotice("for somebody else")
        return Notice(
            reference=str(claims["reference"]),
            status=str(claims["event"]).rpartition(".")[2],
            halalas=int(claims["amount_halalas"]),
            currency=str(claims["currency"]),
            provider_id=str(claims["provider_id"]),
        )

    def status(self, reference: str) -> Notice | None:
        """Ask."""
        try:
            return _notice(self._call("GET", f"/payments/{reference}"))
        except LookupError:
            return None

    def refund(self, reference: str, key: str) -> Notice:
        """Everything back."""
        return _notice(self._call("POST", f"/payments/{reference}/refunds", {}, {"Idempotency-Key": key}))

    def _key_set(self) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(self._call("GET", "/jwks"))  # type: ignore[arg-type]  # a JWK set by contract
        return self._keys

    def _call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, json=body, headers=headers)
            if answer.status_code == httpx.codes.NOT_FOUND:
                raise LookupError(path)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderUnavailable(type(error).__name__) from error
        return found


def _notice(body: dict[str, Any]) -> Notice:
    return Notice(body["reference"], body["status"], body["amount_halalas"], body["currency"], body["provider_id"])
