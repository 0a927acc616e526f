"""Web push: RFC 8030 over our own client, encrypted by http-ece (RFC 8291), signed for by a VAPID token (RFC 8292)."""

import base64
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from joserfc import jwt
from joserfc.jwk import ECKey

from bawaba.connectors.bounded import BoundedTransport
from bawaba.core import clock
from bawaba.core.endpoints import is_of, origin_of
from bawaba.journal.ports import Refused, Unavailable
from bawaba.messaging.ports import Gone, Nudge, Subscription

SECONDS = 5.0
TOKEN_LIVES = timedelta(hours=12)  # RFC 8292: a day at most
LONGEST_WAIT = timedelta(hours=12)
NOT_THERE = {404, 410}
FOR_GOOD = {400, 401, 403, 405, 413}  # what we send is at fault; anything else may pass


class WebPush:
    """Fulfils ``messaging.ports.PushService``. No redirects; a service's name must lead to a public address."""

    def __init__(self, services: str, contact: str, transport: httpx.BaseTransport | None = None) -> None:
        """``services``: as core.endpoints takes them, between blanks; ``contact``: whom a service may write to."""
        self._services, self._contact = frozenset(services.split()), contact
        ours = {one: transport or BoundedTransport(SECONDS) for one in self._services if "://" in one}
        outside = transport or BoundedTransport(SECONDS, public_only=True)
        self._client = httpx.Client(timeout=SECONDS, transport=outside, mounts=ours)

    def wake(self, *, browser: Subscription, nudge: Nudge, key: Mapping[str, Any]) -> None:
        """One POST; a repetition of one topic replaces itself."""
        if not is_of(self._services, browser.endpoint):
            raise Refused("no service of ours")  # the list was made shorter since
        headers = {
            "Authorization": self._token(browser.endpoint, key),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(nudge.lives),
            "Urgency": nudge.urgency,
            "Topic": nudge.topic,
        }
        try:
            answer = self._client.post(browser.endpoint, content=_encrypted(browser, nudge.text), headers=headers)
        except httpx.HTTPError as error:
            raise Unavailable(type(error).__name__) from error
        _judge(answer)

    def _token(self, endpoint: str, key: Mapping[str, Any]) -> str:
        signer = ECKey.import_key(dict(key))
        ends = int((clock.now() + TOKEN_LIVES).timestamp())
        said = {"aud": origin_of(endpoint), "exp": ends, "sub": self._contact}
        token = jwt.encode({"typ": "JWT", "alg": "ES256"}, said, signer)
        point = b"\x04" + _bytes(str(key["x"])) + _bytes(str(key["y"]))
        return f"vapid t={token}, k={base64.urlsafe_b64encode(point).rstrip(b'=').decode()}"


def _encrypted(browser: Subscription, text: str) -> bytes:
    """A key pair and a salt of its own each time; the browser alone can read it."""
    ours = generate_private_key(SECP256R1())
    sealed: bytes = http_ece.encrypt(
        text.encode(), private_key=ours, dh=_bytes(browser.p256dh), auth_secret=_bytes(browser.auth)
    )
    return sealed


def _judge(answer: httpx.Response) -> None:
    if answer.status_code in NOT_THERE:
        raise Gone(f"status {answer.status_code}")
    if answer.status_code in FOR_GOOD:
        raise Refused(f"status {answer.status_code}")
    if answer.status_code not in {200, 201, 202}:
        raise Unavailable(f"status {answer.status_code}", after=_asked(answer.headers.get("Retry-After", "")))


def _asked(said: str) -> timedelta:
    """Seconds or a date (RFC 9110); nonsense is none, and half a day the most."""
    try:
        wait = timedelta(seconds=int(said)) if said.isdecimal() else parsedate_to_datetime(said) - clock.now()
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
    return max(timedelta(0), min(wait, LONGEST_WAIT))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
