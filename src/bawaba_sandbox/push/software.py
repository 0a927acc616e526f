"""A browser made of software: keys of its own, an address at the service, and it reads what arrives there."""

import base64
import json
import secrets
from typing import Any

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bawaba_attestor.tls import trusting


class SoftwareBrowser:
    """One subscription. ``client`` for tests that serve the sandbox in-process."""

    def __init__(self, service: str, key: str, client: httpx.Client | None = None) -> None:
        """``service``: address of the sandbox; ``key``: by which the portal is known, as its page says it."""
        self._client = client or httpx.Client(base_url=service, timeout=10, verify=trusting())
        self._private, self._secret = generate_private_key(SECP256R1()), secrets.token_bytes(16)
        self.endpoint = str(self._client.post("/push/subscriptions", json={"key": key}).json()["endpoint"])
        self._path = "/push/v1/" + self.endpoint.rpartition("/")[2]

    def told(self) -> dict[str, str]:
        """What the script of the page puts into its form."""
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": _text(point), "auth": _text(self._secret)}

    def fetch(self) -> list[dict[str, Any]]:
        """What arrived, in clear: {text, ttl, urgency}."""
        found = self._client.get(self._path).json()["nudges"]
        return [{**one, "text": json.loads(self._opened(base64.b64decode(one["body"])))} for one in found]

    def unsubscribe(self) -> None:
        """Somebody blocks the site in the settings of the browser."""
        self._client.delete(self._path)

    def _opened(self, body: bytes) -> bytes:
        text: bytes = http_ece.decrypt(body, private_key=self._private, auth_secret=self._secret)
        return text


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
