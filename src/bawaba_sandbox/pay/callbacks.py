"""Signed notices to the merchant, repeated until taken."""

import json
import secrets
import time
from pathlib import Path
from typing import Any

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from bawaba_attestor.tls import trusting
from bawaba_sandbox.keys import kept_key
from bawaba_sandbox.pay.store import Payments

SECONDS = 3.0


def signing_key(folder: Path) -> dict[str, Any]:
    """The provider's key, made once."""
    return kept_key(folder / "payment-key.json")


def notice(payment: dict[str, Any], event: str, key: dict[str, Any]) -> str:
    """A compact JWS, ES256."""
    claims = {
        "iss": "sandbox-pay",
        "aud": payment["callback_url"],
        "iat": int(time.time()),
        "jti": secrets.token_urlsafe(12),
        "event": event,
        "reference": payment["reference"],
        "amount_halalas": payment["halalas"],
        "currency": payment["currency"],
        "provider_id": payment["id"],
    }
    header = {"alg": "ES256", "typ": "payment+jwt", "kid": key["kid"]}
    return jws.serialize_compact(header, json.dumps(claims).encode(), ECKey.import_key(key), algorithms=["ES256"])


def send_callbacks(payments: Payments, key: dict[str, Any], transport: httpx.BaseTransport | None = None) -> int:
    """Send what waits; how many were taken."""
    taken = 0
    with httpx.Client(timeout=SECONDS, verify=trusting(), transport=transport) as client:
        for row in payments.callbacks_to_send():
            payment = payments.by_id(row["payment"]) or {}
            body = notice(payment, row["event"], key)
            try:
                answer = client.post(payment["callback_url"], content=body, headers={"Content-Type": "application/jwt"})
                done = answer.is_success
            except httpx.HTTPError:
                done = False
            payments.note_callback(row["id"], done=done)
            taken += done
    return taken
