"""A courier over HTTP and JSON (docs/api/delivery.md): two seconds a call, a breaker, no personal data in URLs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from bawaba.cases.ports import STATES, Consignment, Tracked
from bawaba.connectors.bounded import BoundedTransport
from bawaba.core.breaker import Breaker, Open
from bawaba.core.text import T
from bawaba.journal.ports import Refused, Unavailable

SECONDS = 2.0
LONGEST = 40
FOR_GOOD = {"POST": 422, "GET": 404}  # the parcel is at fault, or nobody knows it; anything else may pass
ODD = "an answer that is not as agreed"


class HttpCourier:
    """Fulfils ``cases.ports.Courier``."""

    def __init__(self, url: str, key: str, transport: httpx.BaseTransport | None = None) -> None:
        """``url`` of the API's root; ``transport`` for tests that serve a courier in-process."""
        headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx.Client(
            base_url=url, headers=headers, timeout=SECONDS, transport=transport or BoundedTransport(SECONDS)
        )
        self._breaker = Breaker()

    def send(self, consignment: Consignment) -> str:
        """One POST; the key makes a repetition the same parcel."""
        to = consignment.to
        body = {
            "reference": consignment.reference,
            "name": _both(consignment.name),
            "phone": consignment.phone,
            "address": {
                "short": to.short,
                "building": to.building,
                "street": _both(to.street),
                "district": _both(to.district),
                "city": _both(to.city),
                "post_code": to.post_code,
            },
        }
        tracking = self._call("POST", "/parcels", body, {"Idempotency-Key": consignment.key}).get("tracking")
        if not isinstance(tracking, str) or not 0 < len(tracking) <= LONGEST or not tracking.isprintable():
            raise Unavailable(ODD)
        return tracking

    def status(self, tracking: str) -> Tracked:
        """One GET; the tracking number says nothing of a person."""
        said = self._call("GET", f"/parcels/{quote(tracking, safe='')}")
        if said.get("tracking") != tracking or said.get("state") not in STATES:
            raise Unavailable(ODD)
        try:
            at = datetime.fromisoformat(str(said.get("at")))
        except ValueError as error:
            raise Unavailable(ODD) from error
        if at.tzinfo is None:
            raise Unavailable(ODD)
        return Tracked(str(said["state"]), at)

    def _call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        try:
            return self._breaker.call(lambda: self._ask(method, path, body, headers), (Unavailable,))
        except Open as rest:
            raise Unavailable("resting") from rest

    def _ask(self, method: str, path: str, body: Any, headers: Mapping[str, str] | None) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, json=body, headers=headers)
            if answer.status_code == FOR_GOOD[method]:
                raise Refused(f"status {answer.status_code}")
            found = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise Unavailable(type(error).__name__) from error
        if not isinstance(found, dict):
            raise Unavailable(ODD)
        return found


def _both(text: T) -> dict[str, str]:
    return {"ar": text.ar, "en": text.en}
