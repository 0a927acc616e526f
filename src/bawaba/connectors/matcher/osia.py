"""A certified matcher over OSIA's ABIS interface 1.6 (Secure Identity Alliance; ITU-T X.1281): verify one person.

The standard puts the person into the path: it is the register's opaque key, never a number. Nothing of the sample is kept.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import structlog

from bawaba.connectors.bounded import BoundedTransport
from bawaba.core.breaker import Breaker, Open
from bawaba.registers.ports import RegisterUnavailable, Verdict

SECONDS = 4.0
FINGERS = ("thumb", "index", "middle", "ring", "little")
SUBTYPES = {f"{hand}_{finger}": f"{hand}_{finger}".upper() for hand in ("right", "left") for finger in FINGERS}
log = structlog.get_logger()


class OsiaMatcher:
    """Fulfils ``registers.ports.FingerMatcher``."""

    def __init__(self, url: str, key: str, gallery: str = "ALL", transport: httpx.BaseTransport | None = None) -> None:
        """``url`` of the ABIS's root, ``key`` its bearer token, ``gallery`` where people are enrolled."""
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=SECONDS,
            transport=transport or BoundedTransport(SECONDS),
        )
        self._breaker = Breaker()
        self._gallery, self._name = gallery, f"OSIA {self._client.base_url.host}"

    def verify(self, person_key: str, probe: Mapping[str, Any]) -> Verdict:
        """One to one; a format or finger that the standard does not name is no match."""
        sample = _biometric_data(probe)
        if sample is None:
            return self._no()
        path = f"/v1/verify/{quote(self._gallery, safe='')}/{quote(person_key, safe='')}"
        try:
            return self._breaker.call(lambda: self._post(path, {"biometricData": [sample]}), (RegisterUnavailable,))
        except Open as rest:
            raise RegisterUnavailable("resting") from rest

    def _post(self, path: str, body: Mapping[str, Any]) -> Verdict:
        try:
            answer = self._client.post(path, json=body, params={"transactionId": uuid4().hex})
        except httpx.HTTPError as error:
            raise RegisterUnavailable(type(error).__name__) from error
        if answer.status_code == httpx.codes.NOT_FOUND:
            return self._no()
        if answer.status_code == httpx.codes.BAD_REQUEST:
            log.warning("matcher.sample_refused")  # a picture it cannot read; if it says so of each, ask its operator
            return self._no()
        if answer.status_code != httpx.codes.OK:
            raise RegisterUnavailable(f"status {answer.status_code}")
        return self._judged(answer)

    def _judged(self, answer: httpx.Response) -> Verdict:
        try:
            decision = answer.json()["decision"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise RegisterUnavailable("an answer that is not as agreed") from error
        if not isinstance(decision, bool):
            raise RegisterUnavailable("an answer that is not as agreed")
        return Verdict(decision, "decided", self._name) if decision else self._no()

    def _no(self) -> Verdict:
        return Verdict(match=False, score_band="none", matcher=self._name)


def _biometric_data(probe: Mapping[str, Any]) -> dict[str, Any] | None:
    """OSIA's BiometricData; None when it has no word for this probe."""
    subtype = SUBTYPES.get(str(probe.get("finger", "")))
    if subtype is None:
        return None
    about = {"biometricType": "FINGER", "biometricSubType": subtype, "captureDevice": str(probe.get("device", ""))}
    if probe.get("format") == "image/png":
        return about | {"image": probe.get("sample"), "mimeType": "image/png"}
    if probe.get("format") == "iso19794-2":
        return about | {"template": probe.get("sample"), "templateFormat": "ISO_19794_2"}
    return None
